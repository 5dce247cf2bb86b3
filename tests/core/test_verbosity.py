"""How much is said in a rep: everything, little, or the numbers alone; and never the same words again and again."""

import itertools
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.core.story import SHORT, TEXTS, USUAL, Story
from voicecoach.core.commands import MEANING_OF
from voicecoach.core.effects import BeginRep, Say
from voicecoach.core.exercise import KINDS, Variation
from voicecoach.core.machine import Phase
from voicecoach.core.routine import Breathing, Routine
from voicecoach.core.units import CueId
from voicecoach.core.verbosity import VERBOSITIES, Verbosity, verbosity_after
from voicecoach.home.routines import read_routine
from voicecoach.speech.lint import words_of

TEN = replace(SHORT, sets=1, reps=10)
MOST_WORDS = 6
RECURRING = (
    "rep.lift",
    "rep.lower",
    "rep.hold",
    "rep.lift_shielded",
    "rep.lower_shielded",
    "void.arched",
    "void.failed",
    "set.done",
    "reset.in",
    "reset.out",
    "lift.lower",
    "change.easier",
    "paused.choices",
    "paused.still_here",
)


def words_a_rep(story: Story) -> float:
    """Return how many words the coach says on average from the lift of a rep to its number."""
    reps, words = 0, 0
    for turn in story.turns:
        reps += sum(isinstance(effect, BeginRep) for effect in turn.effects)
        if reps and turn.phase in (Phase.LIFT, Phase.HOLD, Phase.DESCEND, Phase.STOP_POINT, Phase.BETWEEN_REPS):
            said = [effect.cue for effect in turn.effects if isinstance(effect, Say) and effect.cue in TEXTS]
            words += sum(len(words_of(TEXTS[cue])) for cue in said)
    return words / reps


@pytest.mark.parametrize(
    ("sessions", "level"), [(0, "full"), (2, "full"), (3, "short"), (8, "short"), (9, "counts"), (99, "counts")]
)
def test_three_sessions_of_a_variation_are_told_in_full_then_less_and_less(sessions: int, level: str) -> None:
    assert verbosity_after(sessions) is Verbosity(level)


def test_the_quietest_level_has_at_most_six_words_a_rep_and_each_level_fewer_than_the_one_before() -> None:
    full, short, counts = (words_a_rep(Story(replace(TEN, verbosity=level)).finish()) for level in Verbosity)
    assert counts <= MOST_WORDS < short < full


@pytest.mark.parametrize("variation", Variation)
def test_the_quietest_level_has_on_average_at_most_six_words_a_rep_in_each_variation(variation: Variation) -> None:
    quiet = replace(TEN, variation=variation, verbosity=Verbosity.COUNTS)
    kind = KINDS[variation]
    tempos = [TEN.tempo.lowered(counts) for counts in range(kind.shortest, kind.longest + 1)]
    words = [words_a_rep(Story(replace(quiet, tempo=tempo)).finish()) for tempo in tempos]
    assert words == sorted(words)
    assert sum(words) / len(words) <= MOST_WORDS


def test_the_numbers_alone_are_the_counts_and_what_is_credited() -> None:
    story = Story(replace(TEN, verbosity=Verbosity.COUNTS)).run_to(Phase.LIFT, rep=1)
    before = len(story.turns) - 1
    story.run_to(Phase.LIFT, rep=2)
    said = [cue for cue in story.said(before) if not cue.startswith("earcon.")]
    assert said == ["rep.lift_short", "beat.1", "beat.2", "beat.3", "number.1", "rep.lift_short"]


@pytest.mark.parametrize(
    ("begin", "phrase", "level"),
    [
        ("full", "fewer cues", "short"),
        ("short", "fewer cues", "counts"),
        ("counts", "fewer cues", "counts"),
        ("counts", "more cues", "short"),
        ("full", "more cues", "full"),
        ("full", "counts only", "counts"),
    ],
)
def test_the_person_chooses_how_much_is_said(begin: str, phrase: str, level: str) -> None:
    story = Story(replace(SHORT, verbosity=Verbosity(begin))).run_to(Phase.REST)
    turn = story.say(phrase, after=6.0)
    assert [effect.cue for effect in turn.effects if isinstance(effect, Say)] == [f"verbosity.{level}"]
    assert story.session.standing.verbosity is Verbosity(level)
    assert MEANING_OF[phrase].topic == VERBOSITIES[phrase]


def test_a_resumed_session_keeps_the_level() -> None:
    story = Story().run_to(Phase.REST)
    story.say("counts only", after=6.0)
    assert Story(standing=story.session.standing).session.standing.verbosity is Verbosity.COUNTS


def test_repeat_says_the_last_words_again_where_a_call_was_left_out() -> None:
    story = Story(replace(SHORT, verbosity=Verbosity.COUNTS)).run_to(Phase.STOP_POINT, rep=1)
    story.say("repeat", after=0.2)
    story.run_to(Phase.BETWEEN_REPS)
    assert story.said()[-1] == "rep.lift_short"


def test_a_routine_file_names_the_level(tmp_path: Path) -> None:
    (tmp_path / "r.toml").write_text('verbosity = "short"', encoding="utf-8")
    assert read_routine(tmp_path / "r.toml").verbosity is Verbosity.SHORT


def sentences(story: Story) -> Counter[str]:
    """Return how often each sentence was said, all its wordings as one; counts and questions keep to one."""
    said = (cue for cue in story.said() if len(words_of(TEXTS.get(CueId(cue), ""))) > 2)
    told = (cue for cue in said if not (cue.startswith("count.") or TEXTS[CueId(cue)].endswith("?")))
    return Counter(re.sub(r"\.\d$", "", cue) for cue in told)


@pytest.mark.parametrize(
    "tell",
    [
        pytest.param(lambda: Story(Routine(name="full", sets=3, reps=10)).finish(), id="a whole session"),
        pytest.param(lambda: Story(answers={}).finish(), id="nobody answers"),
        pytest.param(lambda: Story(answers={**USUAL, "lift.ask_90": "no"}).finish(), id="gentler and gentler"),
    ],
)
def test_a_sentence_that_is_said_three_times_has_three_wordings(tell: Callable[[], Story]) -> None:
    recurring = [cue for cue, times in sentences(tell()).items() if times > 2]
    assert recurring
    assert [cue for cue in recurring if f"{cue}.3" not in TEXTS] == []


@pytest.mark.parametrize(
    "cue", [*RECURRING, *(cue for cue in TEXTS if cue.startswith("remind.") and cue.count(".") == 1)]
)
def test_what_recurs_has_at_least_three_wordings(cue: str) -> None:
    wordings = {TEXTS[CueId(cue)], TEXTS[CueId(f"{cue}.2")], TEXTS[CueId(f"{cue}.3")]}
    assert len(wordings) == 3


@pytest.mark.parametrize("cue", ["rep.lift", "rep.lower", "rep.hold"])
def test_wordings_take_turns(cue: str) -> None:
    story = Story(TEN).finish()
    said = [one for one in story.said() if one in (cue, f"{cue}.2", f"{cue}.3")]
    assert len(said) >= 10
    assert all(before != after for before, after in itertools.pairwise(said))


def test_a_person_who_shields_is_never_told_to_breathe_out_on_the_lift() -> None:
    story = Story(replace(TEN, breathing=Breathing.SHIELDING)).run_to(Phase.LIFT, rep=1)
    before = len(story.turns) - 1
    story.run_to(Phase.REST)
    calls = {
        cue.rpartition(".")[0] or cue for cue in story.said(before) if cue.startswith("rep.l") and cue[-1].isdigit()
    }
    assert calls == {"rep.lift_shielded", "rep.lower_shielded"}
    assert not {"rep.lift", "rep.lower"} & set(story.said(before))


def test_no_reminder_contradicts_short_breaths_or_the_bar() -> None:
    for wording in ("remind.breath", "remind.breath.2", "remind.breath.3"):
        words = TEXTS[CueId(wording)].lower().split()
        assert not {"out", "in", "floor", "ceiling"} & set(words), wording


def calls_of(story: Story, since: int) -> set[str]:
    return {cue for cue in story.said(since) if cue.startswith("rep.l")}


@pytest.mark.parametrize("phrase", ["shield", "shielding", "let me shield"])
def test_shielding_is_chosen_by_voice_and_stays(phrase: str) -> None:
    story = Story(TEN).run_to(Phase.LIFT, rep=1)
    turn = story.say(phrase, after=0.5)
    assert not [effect for effect in turn.effects if isinstance(effect, Say)]
    story.run_to(Phase.LIFT, rep=2)
    assert "breathing.shielding" in story.said()
    before = len(story.turns) - 1
    assert all("shielded" in cue for cue in calls_of(story.run_to(Phase.REST), before))
    assert calls_of(story, before)
    again = Story(TEN, standing=story.session.standing)
    assert again.session.standing.breathing is Breathing.SHIELDING


def test_shielding_that_is_said_again_leads_back_to_the_usual_breath() -> None:
    story = Story(replace(TEN, breathing=Breathing.SHIELDING)).run_to(Phase.LIFT, rep=1)
    story.say("shield", after=0.5)
    story.run_to(Phase.LIFT, rep=2)
    assert "breathing.flowing" in story.said()
    before = len(story.turns) - 1
    calls = calls_of(story.run_to(Phase.REST), before)
    assert calls
    assert not any("shielded" in cue for cue in calls)
    assert story.session.standing.breathing is Breathing.FLOWING


def test_without_a_wish_nobody_shields() -> None:
    assert not any("shielded" in cue for cue in Story(TEN).finish().said())


def test_a_routine_file_chooses_shielding(tmp_path: Path) -> None:
    (tmp_path / "r.toml").write_text('breathing = "shielding"', encoding="utf-8")
    assert read_routine(tmp_path / "r.toml").breathing is Breathing.SHIELDING
