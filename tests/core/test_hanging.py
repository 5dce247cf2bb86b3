"""The hanging leg raise: the protocol without the floor."""

from dataclasses import replace

import pytest

from tests.core.story import SHORT, TEXTS, USUAL, Story
from voicecoach.core.effects import BeginRep, MarkFloor, Outcome, Say
from voicecoach.core.events import Interrupted
from voicecoach.core.exercise import UNASKED_NEVER, Variation, easier, harder
from voicecoach.core.machine import REP, Phase
from voicecoach.core.progress import MASTERY, SessionDone, SetDone, decide
from voicecoach.core.schedule import Day
from voicecoach.core.units import CueId, Seconds

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


def eased_at(phase: Phase) -> Story:
    """Return a hanging session in which "easier" was said in a phase, and nothing since."""
    lifted = {} if phase is Phase.TEST_LIFT else {"lift.ask_45": "yes", "lift.ask_90": "yes"}
    story = Story(HANGING, answers={"ready.ask": "yes", **lifted}).run_to(phase)
    story.answers = {cue: answer for cue, answer in USUAL.items() if cue != "ready.ask"}
    story.say("easier", after=0.3)
    return story


@pytest.mark.parametrize("phase", [Phase.TEST_LIFT, *REP, Phase.BETWEEN_REPS])
def test_who_comes_down_from_the_bar_says_that_they_lie_before_anything_goes_on(phase: Phase) -> None:
    story = eased_at(phase)
    told = ["change.to_floor", "change.easier", "variation.arms_wide", "setup.arms_wide", "ready.ask"]
    assert (story.phase, story.said()[-5:]) == (Phase.READY_CHECK, told)
    begun = len(story.effects(BeginRep))
    story.run_clock(story.session.ends_at + 45.0)
    assert (story.phase, len(story.effects(BeginRep))) == (Phase.READY_CHECK, begun)
    story.say("ready", after=0.5)
    assert story.phase is Phase.TENSION_CHECK
    before = len(story.turns)
    story.run_to(Phase.LIFT)
    assert story.session.reps[-1].variation is Variation("arms_wide")
    assert Phase.FINDING_FLOOR in {turn.phase for turn in story.turns[before:]}


@pytest.mark.parametrize("phase", [*REP, Phase.BETWEEN_REPS])
def test_whose_floor_is_known_goes_on_with_the_set(phase: Phase) -> None:
    story = Story(replace(HANGING, floor=0.6)).run_to(phase)
    story.answers = {}
    story.say("easier", after=0.3)
    assert story.say("ready", after=20.0).phase is Phase.BETWEEN_REPS
    story.run_to(Phase.LIFT)
    assert story.session.standing.floor == 0.6


@pytest.mark.parametrize("verdict", ["rep failed", "back arched"])
def test_a_rep_at_the_bar_is_judged_after_easier_too(verdict: str) -> None:
    story = Story(HANGING).run_to(Phase.BETWEEN_REPS, rep=1)
    story.answers = {}
    story.say("easier", after=0.5)
    story.say(verdict, after=1.5)
    assert story.verdicts() == ["voided"]


def test_who_never_says_that_they_lie_is_waited_for() -> None:
    story = eased_at(Phase.DESCEND)
    story.run_to(Phase.PAUSED)
    story.say("resume", after=5.0)
    assert story.phase is Phase.READY_CHECK


def test_a_set_that_was_eased_at_the_bar_has_all_its_reps() -> None:
    story = Story(replace(HANGING, reps=3)).run_to(Phase.DESCEND, rep=2)
    story.say("easier", after=0.3)
    begun = [(rep.set, rep.rep) for rep in story.finish().effects(BeginRep) if isinstance(rep, BeginRep)]
    assert begun == [(1, 1), (1, 2), (1, 2), (1, 3), (2, 1), (2, 2), (2, 3)]


def test_a_shaky_test_lift_at_the_bar_is_done_again_lying_once_the_person_lies() -> None:
    story = Story(HANGING, answers={"ready.ask": "yes", "lift.ask_45": "yes", "lift.ask_90": "no"})
    story.run_until(lambda: "change.to_floor" in story.said())
    assert story.phase is Phase.READY_CHECK
    before = len(story.turns)
    story.answers.update(USUAL)
    story.run_to(Phase.BETWEEN_REPS)
    assert [cue for cue in story.said(before) if cue.startswith("lift.to_")] == ["lift.to_45", "lift.to_90"]
    assert Phase.FINDING_FLOOR in {turn.phase for turn in story.turns[before:]}


def test_after_pain_at_the_bar_the_next_rep_waits_until_the_person_lies() -> None:
    story = Story(HANGING).run_to(Phase.DESCEND, rep=1)
    story.answers = {}
    story.say("it hurts", after=0.5)
    story.say("easier", after=10.0)
    assert (story.phase, story.said()[-1]) == (Phase.READY_CHECK, "ready.ask")
    assert story.say("ready", after=30.0).phase is Phase.TENSION_CHECK


def test_who_asks_for_help_at_the_bar_and_then_for_a_gentler_kind_lies_first() -> None:
    story = Story(HANGING).run_to(Phase.DESCEND, rep=1)
    story.say("help", after=0.3)
    story.answers = {}
    assert story.say("easier", after=1.0).phase is Phase.HELP
    story.run_to(Phase.READY_CHECK)
    assert story.say("ready", after=30.0).phase is Phase.TENSION_CHECK


@pytest.mark.parametrize(("phase", "floor"), [(Phase.RESET, None), (Phase.RESET, 0.6), (Phase.REST, 0.6)])
def test_who_hangs_from_no_bar_need_not_say_that_they_lie(phase: Phase, floor: float | None) -> None:
    story = Story(replace(HANGING, floor=floor)).run_to(phase)
    assert story.say("easier", after=3.0).phase is phase


@pytest.mark.parametrize("phase", [Phase.TEST_LIFT, Phase.DESCEND, Phase.BETWEEN_REPS, Phase.REST])
def test_a_gentler_kind_that_is_chosen_in_a_pause_begins_with_a_floor_too(phase: Phase) -> None:
    story = Story(HANGING).run_to(phase)
    story.say("pause", after=0.3)
    story.say("easier", after=8.0)
    before = len(story.turns)
    story.say("resume", after=20.0)
    story.run_to(Phase.DESCEND)
    assert {Phase.READY_CHECK, Phase.FINDING_FLOOR} <= {turn.phase for turn in story.turns[before:]}


@pytest.mark.parametrize("phase", [Phase.BETWEEN_REPS, Phase.REST])
def test_between_two_sets_the_floor_is_looked_for_too(phase: Phase) -> None:
    story = Story(replace(HANGING, reps=1)).run_to(Phase.STOP_POINT).run_to(phase)
    before = len(story.turns)
    story.say("easier", after=0.3)
    story.run_to(Phase.DESCEND)
    phases = [turn.phase for turn in story.turns[before:]]
    assert {Phase.READY_CHECK, Phase.TENSION_CHECK, Phase.FINDING_FLOOR} <= set(phases)
    assert (story.session.reps[-1].set, story.verdicts()[0]) == (2, "credited")


def test_a_session_that_breaks_off_before_the_person_lies_goes_on_with_the_set() -> None:
    story = eased_at(Phase.DESCEND)
    assert story.session.standing.station is Phase.TENSION_CHECK
    story.take(Interrupted(at=Seconds(story.now + 1.0)))
    again = Story(HANGING, standing=story.session.standing).run_to(Phase.LIFT)
    assert again.session.reps[-1].variation is Variation("arms_wide")
