"""The hanging leg raise: the protocol without the floor."""

from dataclasses import replace

import pytest

from tests.core.story import SHORT, TEXTS, Story
from voicecoach.core.events import MarkFloor, Outcome, Say
from voicecoach.core.exercise import UNASKED_NEVER, Variation, easier, harder
from voicecoach.core.machine import Phase
from voicecoach.core.progress import MASTERY, SessionDone, SetDone, decide
from voicecoach.core.schedule import Day
from voicecoach.core.units import CueId

HANGING = replace(SHORT, variation=Variation("hanging"), reps=10)


def test_a_hanging_session_presses_nothing_against_the_floor() -> None:
    story = Story(HANGING).finish()
    assert {Phase.TENSION_CHECK, Phase.FINDING_FLOOR}.isdisjoint(turn.phase for turn in story.turns)
    assert not story.effects(MarkFloor)
    before_the_plank = story.said()[story.said().index("reset.done_hanging") : story.said().index("plank.intro")]
    words = " ".join(TEXTS.get(CueId(cue), "") for cue in before_the_plank)
    assert "floor" not in words
    assert "back flat" not in words
    assert story.verdicts() == ["credited"] * 20
    assert story.session.standing.floor is None


def test_it_is_reminded_of_grip_and_swing() -> None:
    said = {cue.split(".")[1] for cue in Story(HANGING).finish().said() if cue.startswith("remind.")}
    assert said == {"grip", "swinging", "breath"}


def test_a_failed_rep_is_begun_again_when_nothing_swings() -> None:
    story = Story(HANGING).run_to(Phase.DESCEND, rep=1)
    turn = story.say("rep failed", after=0.5)
    assert "void.hanging" in [effect.cue for effect in turn.effects if isinstance(effect, Say)]


def test_pain_at_the_bar_leads_down_from_it_and_goes_on_lying() -> None:
    story = Story(HANGING).run_to(Phase.DESCEND, rep=1)
    turn = story.say("it hurts", after=0.5)
    assert next(effect.cue for effect in turn.effects if isinstance(effect, Say)) == "safety.pain_hanging"
    before = len(story.turns)
    story.say("easier", after=10.0)
    assert story.said(before)[:3] == ["change.to_floor", "change.easier", "variation.arms_wide"]


@pytest.mark.parametrize("variation", UNASKED_NEVER)
def test_a_step_down_never_adds_weight(variation: Variation) -> None:
    assert easier(variation) is Variation("arms_wide")


@pytest.mark.parametrize("variation", [Variation("arms_wide"), Variation("weighted")])
def test_neither_weight_nor_the_bar_comes_by_itself(variation: Variation) -> None:
    done = SetDone(number=1, variation=variation, descent=3, attempted=MASTERY, perfect=MASTERY, voided=0)
    sessions = [SessionDone(day=Day(day), variation=variation, reps_asked=MASTERY, sets=(done,) * 3) for day in (1, 3)]
    assert decide(sessions, Day(5)).variation is variation
    assert harder(variation) in UNASKED_NEVER


def test_the_bar_is_asked_for_and_confirmed() -> None:
    story = Story(replace(SHORT, variation=Variation("weighted"))).run_to(Phase.REST)
    assert story.say("harder", after=6.0).phase is Phase.CONFIRMING
    story.say("yes", after=5.0)
    assert story.session.standing.variation is Variation("hanging")
    story.finish()
    assert story.turns[-1].effects[-1].outcome is Outcome.FINISHED  # type: ignore[union-attr]


@pytest.mark.parametrize("alarm", ["it hurts", "dizzy", "my middle is pushing out"])
def test_whatever_stops_a_hanging_rep_the_person_comes_down_from_the_bar_first(alarm: str) -> None:
    story = Story(HANGING).run_to(Phase.DESCEND, rep=1)
    turn = story.say(alarm, after=0.5)
    assert next(effect.cue for effect in turn.effects if isinstance(effect, Say)) == "safety.pain_hanging"
    assert "bar" in TEXTS[CueId("safety.pain_hanging")]


@pytest.mark.parametrize("phrase", ["my neck hurts", "my ribs are flaring", "i feel it in my hips"])
def test_no_remedy_at_the_bar_lays_anything_on_the_floor(phrase: str) -> None:
    story = Story(HANGING).run_to(Phase.LIFT, rep=2)
    before = len(story.turns)
    story.say(phrase, after=0.5)
    story.run_to(Phase.LIFT, rep=3)
    told = [cue for cue in story.said(before) if cue.startswith("remedy.")]
    assert told
    assert all(cue.endswith("_hanging") for cue in told)
    assert not any(word in TEXTS[CueId(cue)].split() for cue in told for word in ("floor,", "floor.", "flat,"))


@pytest.mark.parametrize("phrase", ["stop", "pause"])
@pytest.mark.parametrize("phase", [Phase.TEST_LIFT, Phase.DESCEND, Phase.BETWEEN_REPS])
def test_who_stops_at_the_bar_is_told_to_come_down_from_it(phrase: str, phase: Phase) -> None:
    turn = Story(HANGING).run_to(phase).say(phrase, after=0.5)
    assert "paused.begin_hanging" in [effect.cue for effect in turn.effects if isinstance(effect, Say)]
    assert "come down from the bar" in TEXTS[CueId("paused.begin_hanging")].lower()


def test_who_stops_in_the_rest_is_at_no_bar() -> None:
    turn = Story(HANGING).run_to(Phase.REST).say("stop", after=0.5)
    assert "paused.begin" in [effect.cue for effect in turn.effects if isinstance(effect, Say)]
