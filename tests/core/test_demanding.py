"""A step up to a weight or to the bar: confirmed by a plain yes, got ready for and tried before its first rep."""

from dataclasses import replace

import pytest

from tests.core.story import SHORT, USUAL, Story
from voicecoach.core.commands import READY
from voicecoach.core.effects import BeginRep
from voicecoach.core.events import Interrupted
from voicecoach.core.exercise import Variation
from voicecoach.core.machine import Phase
from voicecoach.core.units import Seconds

WITHOUT_READY = {cue: answer for cue, answer in USUAL.items() if cue != "ready.ask"}
MARKED = replace(SHORT, floor=0.6)


def asked_for(variation: Variation, phase: Phase, *, yes: bool = True) -> Story:
    """Return a session in which a harder kind was asked for in a phase, with its ready check still open."""
    story = Story(replace(MARKED, variation=variation)).run_to(phase)
    story.answers = dict(WITHOUT_READY)
    story.say("harder", after=6.0 if phase is Phase.REST else 0.5)
    if yes:
        story.say("yes", after=5.0)
    return story


def phases(story: Story, since: int) -> list[Phase]:
    seen = [turn.phase for turn in story.turns[since:]]
    return [phase for before, phase in zip([None, *seen], seen, strict=False) if phase is not before]


STEPS = {Variation("arms_wide"): Variation("weighted"), Variation("weighted"): Variation("hanging")}


@pytest.mark.parametrize("variation", STEPS)
@pytest.mark.parametrize("phase", [Phase.DESCEND, Phase.BETWEEN_REPS, Phase.REST])
def test_a_weight_or_the_bar_is_got_ready_for_and_tried_before_it_counts(variation: Variation, phase: Phase) -> None:
    story = asked_for(variation, phase)
    before = len(story.turns) - 1
    assert (story.phase, story.said()[-1]) == (Phase.READY_CHECK, "ready.ask")
    story.say("ready", after=30.0)
    begun = len(story.effects(BeginRep))
    story.run_until(lambda: len(story.effects(BeginRep)) > begun)
    searched = [Phase.FINDING_FLOOR] if STEPS[variation] is Variation("weighted") else []
    expected = [Phase.READY_CHECK, Phase.TEST_LIFT, *searched, Phase.BETWEEN_REPS, Phase.LIFT]
    assert phases(story, before) == expected


@pytest.mark.parametrize("variation", STEPS)
def test_the_floor_of_the_gentler_kind_is_forgotten(variation: Variation) -> None:
    story = Story(replace(MARKED, variation=variation)).run_to(Phase.REST)
    assert story.session.standing.floor == 0.6
    story.say("harder", after=6.0)
    story.say("yes", after=5.0)
    assert story.session.standing.floor is None


def test_who_comes_down_from_the_bar_lies_with_the_floor_of_before() -> None:
    story = asked_for(Variation("weighted"), Phase.REST)
    story.say("ready", after=20.0)
    story.run_to(Phase.DESCEND)
    story.say("easier", after=0.5)
    assert story.session.standing.floor == 0.6


def test_a_session_that_breaks_off_at_the_bar_keeps_the_floor_of_before() -> None:
    story = asked_for(Variation("weighted"), Phase.REST)
    story.say("ready", after=20.0)
    story.run_to(Phase.DESCEND)
    again = Story(MARKED, standing=story.session.standing).run_to(Phase.BETWEEN_REPS)
    again.say("easier", after=0.5)
    assert again.session.standing.floor == 0.6


def test_a_rest_goes_on_with_the_next_set_once_it_was_tried() -> None:
    story = asked_for(Variation("arms_wide"), Phase.REST)
    story.say("ready", after=20.0)
    story.finish()
    begun = [(rep.set, rep.rep) for rep in story.effects(BeginRep) if isinstance(rep, BeginRep)]
    assert begun == [(1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (2, 3)]


def test_with_only_the_plank_to_come_nothing_is_tried() -> None:
    story = Story(replace(MARKED, sets=1, variation=Variation("arms_wide"))).run_to(Phase.REST)
    story.say("harder", after=3.0)
    assert story.say("yes", after=5.0).phase is Phase.REST


@pytest.mark.parametrize("phase", [Phase.READY_CHECK, Phase.RESET, Phase.TENSION_CHECK])
def test_before_the_test_lift_the_warm_up_goes_on(phase: Phase) -> None:
    story = asked_for(Variation("arms_wide"), phase)
    story.say("ready", after=20.0)
    assert story.run_to(Phase.LIFT).session.standing.variation is Variation("weighted")
    assert Phase.TEST_LIFT in phases(story, 0)


def test_a_session_that_breaks_off_before_the_weight_is_ready_goes_on_with_trying_it() -> None:
    story = asked_for(Variation("arms_wide"), Phase.REST)
    assert story.session.standing.station is Phase.TEST_LIFT
    story.take(Interrupted(at=Seconds(story.now + 1.0)))
    again = Story(MARKED, standing=story.session.standing).run_to(Phase.TEST_LIFT)
    assert again.session.standing.set == 2


def test_a_weight_asked_for_where_a_session_is_gone_on_with_is_tried_as_well() -> None:
    standing = Story(replace(MARKED, variation=Variation("arms_wide"))).run_to(Phase.REST).session.standing
    story = Story(MARKED, standing=standing, answers=dict(WITHOUT_READY))
    story.say("harder", after=9.0)
    story.say("yes", after=5.0)
    story.say("ready", after=20.0)
    assert (story.phase, story.session.standing.set) == (Phase.TEST_LIFT, 2)


def test_a_step_up_that_needs_nothing_goes_on_where_it_was() -> None:
    assert asked_for(Variation("straight"), Phase.REST).phase is Phase.REST


def test_a_step_in_the_test_lift_explains_the_kind_once() -> None:
    up = Story(replace(SHORT, variation=Variation("hands_under"))).run_to(Phase.TEST_LIFT)
    up.say("harder", after=1.0)
    up.say("yes", after=5.0)
    assert set_ups(up) == ["setup.hands_under", "setup.straight"]
    hurt = Story().run_to(Phase.TEST_LIFT)
    hurt.say("it hurts", after=9.0)
    hurt.say("easier", after=9.0)
    assert set_ups(hurt) == ["setup.straight", "setup.hands_under"]


def test_a_back_that_does_not_press_leads_to_a_gentler_kind_that_is_explained_once() -> None:
    story = Story(answers={**USUAL, "tension.ask": "no"}).run_to(Phase.TEST_LIFT)
    assert set_ups(story) == ["setup.hands_under"]


def test_a_set_up_that_was_cut_short_is_said_again() -> None:
    story = Story(answers={**USUAL, "tension.ask": "no"}).run_to(Phase.TEST_LIFT)
    story.say("pause", after=0.5)
    story.say("resume", after=3.0)
    assert set_ups(story) == ["setup.hands_under"] * 2


def test_a_step_up_in_the_test_lift_is_tried_from_the_lower_height_on() -> None:
    story = Story(replace(SHORT, variation=Variation("hands_under")), answers={**USUAL, "lift.ask_90": "harder"})
    story.run_to(Phase.CONFIRMING)
    before = len(story.turns)
    story.say("yes", after=5.0)
    assert "lift.to_45" in story.said(before)


def set_ups(story: Story, since: int = 0) -> list[str]:
    return [cue for cue in story.said(since) if cue.startswith("setup.")]


def test_who_is_ready_soon_hears_the_set_up_once_and_who_takes_long_hears_it_again() -> None:
    soon, late = (asked_for(Variation("arms_wide"), Phase.REST) for _ in range(2))
    soon.say("ready", after=7.0)
    late.say("ready", after=35.0)
    assert set_ups(soon).count("setup.weighted") == 1
    assert set_ups(late).count("setup.weighted") == 2


@pytest.mark.parametrize("phrase", [*READY, "harder"])
def test_more_load_is_confirmed_by_a_plain_yes_alone(phrase: str) -> None:
    story = asked_for(Variation("arms_wide"), Phase.REST, yes=False)
    before = len(story.turns)
    assert story.say(phrase, after=6.0).phase is Phase.CONFIRMING
    assert story.said(before) == ["confirm.closed"]
    assert story.session.standing.variation is Variation("arms_wide")
    assert story.say("yes", after=3.0).phase is Phase.READY_CHECK


@pytest.mark.parametrize("phrase", READY)
def test_who_is_ready_ends_no_workout(phrase: str) -> None:
    story = Story().run_to(Phase.REST)
    story.say("end workout", after=6.0)
    assert story.say(phrase, after=6.0).phase is Phase.CONFIRMING
    assert story.say("no", after=3.0).phase is Phase.REST


def test_another_set_may_be_confirmed_by_whoever_is_ready() -> None:
    story = Story(replace(SHORT, sets=3)).run_to(Phase.DESCEND, rep=2)
    story.say("go to set three", after=0.5)
    assert story.say("all set", after=6.0).phase is Phase.BETWEEN_REPS
