"""What the coach says of the session that ends and of the next one: short, and as the rules decide."""

import json
from itertools import product
from pathlib import Path

import pytest

from tests.core.story import SHORT, Story
from voicecoach.core import script
from voicecoach.core.course import Course
from voicecoach.core.delivery import BREATH, Delivery
from voicecoach.core.exercise import Variation
from voicecoach.core.ledger import Ledger, Rep, Verdict
from voicecoach.core.machine import Phase
from voicecoach.core.memory import Memory
from voicecoach.core.progress import RULES, Decision, Load, SessionDone, SetDone
from voicecoach.core.prospect import SUMMARY_WITHIN, summary
from voicecoach.core.routine import Routine
from voicecoach.core.schedule import Day
from voicecoach.core.script import Utterance
from voicecoach.core.session import PARTS
from voicecoach.core.stage import Stage
from voicecoach.core.units import CueId, Samples, Seconds, seconds

TODAY = Day(739_567)
USUAL_REPS = 3 * 15
BANK = json.loads((Path(__file__).parents[2] / "audio_cues/en/manifest.json").read_text())["cues"]
SAMPLES = {CueId(cue): Samples(track["samples"]) for cue, track in BANK.items()}
"""The real lengths of the shipped voice."""


def last_time(perfect: int, *, days: int = 2, alarms: tuple[str, ...] = ()) -> Memory:
    done = SetDone(number=1, variation=Variation("straight"), descent=3, attempted=perfect, perfect=perfect, voided=0)
    session = SessionDone(
        day=Day(TODAY - days), variation=Variation("straight"), reps_asked=10, sets=(done,), alarms=alarms
    )
    return Memory(today=TODAY, sessions=(session,))


def said_at_the_end(memory: Memory) -> Utterance:
    story = Story(memory=memory).finish()
    said = [CueId(cue) for cue in story.said()]
    return tuple(said[said.index(CueId("summary.intro")) :])


@pytest.mark.parametrize(
    ("before", "words"), [(5, "summary.more"), (6, "summary.same"), (7, "summary.fewer")], ids=["more", "same", "fewer"]
)
def test_the_summary_tells_result_comparison_floor_and_what_comes_next(before: int, words: str) -> None:
    assert said_at_the_end(last_time(before)) == script.line(
        "summary.intro", "number.6", "summary.perfect_of", "number.6", "summary.tried", words,
        "summary.floor", "number.1", "number.hundred", "summary.percent_down",
        "because.keep_on", "decision.later", "variation.straight",
    )  # fmt: skip


def test_the_first_session_is_compared_with_none() -> None:
    assert not {"summary.more", "summary.same", "summary.fewer"} & set(said_at_the_end(Memory(today=TODAY)))


def test_the_summary_never_takes_longer_than_fifteen_seconds() -> None:
    reps = (1, 27, 45, 99, 279, 379, 1000)
    for count, variation in product(reps, Variation):
        for perfect in (0, count // 2, count):
            cues = summary(stage_with(perfect, count, variation))
            assert length(cues) <= SUMMARY_WITHIN
            assert {"summary.perfect_of", "decision.later"} <= set(cues)


def test_the_usual_session_has_room_for_comparison_and_floor_whatever_is_said() -> None:
    results = [script.result(perfect, tried) for tried in range(1, USUAL_REPS + 1) for perfect in range(tried + 1)]
    against = [script.against(1, before) for before in (0, 1, 2)]
    floors = [script.floor(tenth / 10) for tenth in range(11)]
    decisions = [script.decided(decision(rule, kind), "decision.later") for rule, kind in product(rules(), Variation)]
    longest = sum(max(map(length, choices)) for choices in (results, against, floors, decisions))
    assert longest <= SUMMARY_WITHIN


def test_every_decision_is_told_in_one_breath() -> None:
    for rule, kind in product([*rules(), "long_break", "first_session"], Variation):
        assert length(script.decided(decision(rule, kind), "decision.today")) <= 8.0


@pytest.mark.parametrize(
    ("memory", "told"),
    [
        (Memory(today=TODAY), "why.first_session"),
        (last_time(20), "because.keep_on"),
        (last_time(20, days=20), "because.long_break"),
        (last_time(20, alarms=("it_hurts",)), "because.after_pain"),
    ],
    ids=["first session", "keep on", "long break", "after pain"],
)
def test_why_tells_the_decision_behind_the_session(memory: Memory, told: str) -> None:
    asked = memory.for_today
    story = Story(routine=Routine(variation=asked.variation, reps=asked.reps), memory=memory, answers={})
    story.say("why", after=16.0)
    assert told in story.said()
    assert told == "why.first_session" or f"variation.{asked.variation.value}" in story.said()


def test_why_in_the_rest_is_about_the_rest() -> None:
    story = Story(memory=last_time(6)).run_to(Phase.REST)
    story.say("why", after=8.0)
    assert "why.rest" in story.said()


def test_why_in_a_routine_of_ones_own_blames_no_rule() -> None:
    story = Story(routine=SHORT, memory=last_time(6), answers={})
    story.say("why", after=16.0)
    assert "why.session" in story.said()


def test_why_in_the_summary_tells_the_next_decision() -> None:
    story = Story(memory=last_time(6)).run_to(Phase.SUMMARY)
    story.say("why", after=1.0)
    assert story.said().count("because.keep_on") >= 2


@pytest.mark.parametrize("is_rest_day", [True, False])
def test_a_rest_day_is_mentioned_once(is_rest_day: bool) -> None:
    story = Story(memory=Memory(today=TODAY, is_rest_day=is_rest_day)).finish()
    assert story.said().count("ready.rest_day") == int(is_rest_day)


def rules() -> list[str]:
    """Name the rules that can decide right after a session."""
    return [rule.__name__ for rule in RULES if rule.__name__ != "long_break"]


def decision(rule: str, variation: Variation) -> Decision:
    return Decision(rule=rule, variation=variation, reps=15, load=Load.SAME, because="", evidence=(), would_change="")


def stage_with(perfect: int, tried: int, variation: Variation) -> Stage:
    """Return a stage on which a session with the longest floor is over, after one with other figures."""
    reps = tuple(
        Rep(
            set=1, number=number, start=Seconds(0.0), variation=variation,
            verdict=Verdict.CREDITED if number <= perfect else Verdict.VOIDED,
        )
        for number in range(1, tried + 1)
    )  # fmt: skip
    course = Course.begin(Routine(variation=variation))
    course.memory, course.floor = last_time(17), 0.7
    return Stage(course, Ledger(reps), Delivery(SAMPLES), PARTS)


def length(cues: Utterance) -> float:
    return sum(seconds(SAMPLES[cue]) + BREATH for cue in cues)
