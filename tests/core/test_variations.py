"""The variations: each whole in one table, its tempo within its limits, its sides in turn."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.core.story import SHORT, TEXTS, Story
from voicecoach.core.calls import counts
from voicecoach.core.effects import BeginRep, Say
from voicecoach.core.events import Interrupted
from voicecoach.core.exercise import KINDS, LADDER, Variation
from voicecoach.core.kind import Kind, Side
from voicecoach.core.machine import Phase
from voicecoach.core.script import name_of, needed_by, set_up, trying
from voicecoach.core.tempo import Tempo
from voicecoach.core.units import CueId, Seconds, samples
from voicecoach.core.verbosity import Verbosity


def sides(story: Story) -> list[tuple[int, int, str | None]]:
    begun = [effect for effect in story.effects(BeginRep) if isinstance(effect, BeginRep)]
    return [(rep.set, rep.rep, rep.side and rep.side.value) for rep in begun]


@pytest.mark.parametrize("variation", Variation)
def test_a_variation_has_its_name_its_set_up_and_all_other_cues_that_it_needs(variation: Variation) -> None:
    assert {name_of(variation), set_up(variation)} <= needed_by(variation) <= set(TEXTS)


@pytest.mark.parametrize(("shortest", "longest"), [(0, 3), (4, 3)])
def test_a_descent_that_is_none_is_refused(shortest: int, longest: int) -> None:
    with pytest.raises(ValueError, match="counts is none"):
        Kind(shortest=shortest, longest=longest)


def test_only_the_dead_bug_may_be_quicker_than_three_counts() -> None:
    assert [variation for variation in LADDER if KINDS[variation].shortest < 3] == [Variation("dead_bug")]


@given(
    descent=st.integers(1, 9),
    bottom=st.sampled_from([0.0, 0.5, 1.0, 2.0]),
    up=st.sampled_from([1.0, 2.5, 3.0]),
    top=st.sampled_from([0.0, 1.0, 1.2]),
)
def test_a_tempo_reads_as_it_is_written(descent: int, bottom: float, up: float, top: float) -> None:
    tempo = Tempo(descent=descent, stop_point=Seconds(bottom), lift=Seconds(up), hold=Seconds(top))
    assert Tempo.read(tempo.notation) == tempo


def test_the_usual_notation_is_descent_pause_lift_pause() -> None:
    assert Tempo.read("4-0-x-1") == Tempo(descent=4, stop_point=Seconds(0.0), lift=Seconds(3.0), hold=Seconds(1.0))


@pytest.mark.parametrize("wrong", ["", "3-0-X", "X-0-3-1", "3-0-X-1-1", "3.5-0-X-1", "three"])
def test_what_is_no_tempo_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="as in 3-0-X-1"):
        Tempo.read(wrong)


@pytest.mark.parametrize("descent", [2, 3, 4, 7, 25])
def test_a_descent_of_any_length_is_counted_second_by_second(descent: int) -> None:
    story = Story(replace(SHORT, sets=1, reps=1, tempo=replace(SHORT.tempo, descent=descent))).run_to(Phase.DESCEND)
    says = [effect for effect in story.turns[-1].effects if isinstance(effect, Say)]
    assert [say.cue for say in says] == list(counts(descent))
    assert {samples(after.at - before.at) for before, after in itertools.pairwise(says)} <= {16_000}


@pytest.mark.parametrize(
    ("variation", "spoken"),
    [
        (Variation("straight"), ["tempo.fastest_3", "tempo.4", "tempo.slowest_4"]),
        (Variation("dead_bug"), ["tempo.2", "tempo.fastest_2", "tempo.3"]),
    ],
)
def test_slower_and_faster_stay_within_what_the_variation_takes(variation: Variation, spoken: list[str]) -> None:
    story = Story(replace(SHORT, variation=variation)).run_to(Phase.REST)
    before = len(story.turns)
    orders = ["faster", "slower", "slower"] if variation is Variation("straight") else ["faster", "faster", "slower"]
    for order in orders:
        story.say(order, after=3.0)
    assert story.said(before)[-3:] == spoken


def test_a_quick_tempo_of_the_dead_bug_does_not_go_on_in_the_next_variation() -> None:
    story = Story(replace(SHORT, variation=Variation("dead_bug"))).run_to(Phase.REST)
    story.say("faster", after=2.0)
    story.say("harder", after=3.0)
    story.say("yes", after=6.0)
    assert (story.session.standing.variation, story.session.standing.descent) == (Variation("bent_knee"), 3)


def test_the_sides_of_the_dead_bug_take_turns_by_rep() -> None:
    story = Story(replace(SHORT, variation=Variation("dead_bug"), sets=1)).finish()
    assert sides(story) == [(1, 1, "left"), (1, 2, "right"), (1, 3, "left")]
    assert [cue for cue in story.said() if cue.startswith("side.")] == ["side.left", "side.right", "side.left"]


def test_a_rep_that_is_done_again_is_done_on_its_side() -> None:
    story = Story(replace(SHORT, variation=Variation("dead_bug"), sets=1)).run_to(Phase.DESCEND, rep=2)
    story.say("pause", after=0.5)
    story.say("resume", after=5.0)
    assert sides(story.finish())[1:3] == [(1, 2, "right"), (1, 2, "right")]


def test_the_legs_of_the_single_leg_raise_take_turns_by_set() -> None:
    story = Story(replace(SHORT, variation=Variation("single_leg"), reps=2)).finish()
    assert sides(story) == [(1, 1, "left"), (1, 2, "left"), (2, 1, "right"), (2, 2, "right")]
    assert [cue for cue in story.said() if cue.startswith("side.")] == ["side.left", "side.right"]


@pytest.mark.parametrize(
    ("phrase", "first"), [("my right leg", "right"), ("my left leg", "left"), ("switch sides", "right")]
)
def test_the_person_chooses_the_leg(phrase: str, first: str) -> None:
    story = Story(replace(SHORT, variation=Variation("single_leg"))).run_to(Phase.TEST_LIFT)
    before = len(story.turns)
    story.say(phrase, after=0.5)
    assert f"side.{first}" in story.said(before)
    story.finish()
    assert {side for of_set, _, side in sides(story) if of_set == 1} == {first}
    assert {side for of_set, _, side in sides(story) if of_set == 2} == {Side(first).other.value}


def test_a_side_where_both_legs_move_makes_no_sense() -> None:
    story = Story().run_to(Phase.REST)
    before = len(story.turns)
    story.say("my left leg", after=4.0)
    assert story.said(before) == ["not_now"]


def test_a_resumed_session_keeps_the_chosen_side() -> None:
    story = Story(replace(SHORT, variation=Variation("single_leg"))).run_to(Phase.REST)
    story.say("switch sides", after=4.0)
    assert story.session.standing.first_side is Side.RIGHT
    again = Story(replace(SHORT, variation=Variation("single_leg")), standing=story.session.standing).finish()
    assert {side for of_set, _, side in sides(again) if of_set == 2} == {"left"}


def told_sides(story: Story, since: int = 0) -> list[str]:
    return [cue for cue in story.said(since) if cue.startswith("side.")]


def test_who_wants_the_numbers_alone_is_told_a_side_once_a_set_and_where_the_turn_breaks() -> None:
    routine = replace(SHORT, variation=Variation("dead_bug"), verbosity=Verbosity.COUNTS)
    assert told_sides(Story(routine).finish()) == ["side.left", "side.left"]
    story = Story(routine).run_to(Phase.DESCEND, rep=2)
    story.say("pause", after=0.5)
    story.say("resume", after=5.0)
    assert told_sides(story.run_to(Phase.REST)) == ["side.left", "side.right"]


def test_who_comes_to_the_single_leg_within_a_set_is_told_which_leg() -> None:
    story = Story(replace(SHORT, variation=Variation("hands_under"))).run_to(Phase.LIFT, rep=2)
    story.say("easier", after=0.5)
    assert told_sides(story.run_to(Phase.REST)) == ["side.left"]


def test_who_goes_on_with_a_set_of_the_single_leg_another_time_is_told_which_leg() -> None:
    routine = replace(SHORT, variation=Variation("single_leg"))
    story = Story(routine).run_to(Phase.LIFT, rep=2)
    story.take(Interrupted(at=Seconds(story.now + 0.5)))
    assert told_sides(Story(routine, standing=story.session.standing).run_to(Phase.DESCEND)) == ["side.left"]


def test_a_leg_that_was_just_chosen_is_not_named_again() -> None:
    story = Story(replace(SHORT, variation=Variation("single_leg"))).run_to(Phase.LIFT, rep=2)
    story.say("my right leg", after=0.5)
    assert told_sides(story.run_to(Phase.REST)) == ["side.left", "side.right"]


WITH_BOTH_LEGS = ("your legs", "both legs", "bent legs")


def told_to_try(story: Story) -> str:
    """Return what the coach says in the test lift and in the search for the floor."""
    story.run_to(Phase.FINDING_FLOOR)
    story.say("there", after=story.session.ends_at - story.now)
    story.run_to(Phase.BETWEEN_REPS)
    cues = [cue for cue in story.said() if cue.startswith(("lift.to_", "floor."))]
    assert len(cues) >= 4
    return " ".join(TEXTS[CueId(cue)].lower() for cue in cues)


@pytest.mark.parametrize("variation", [Variation("dead_bug"), Variation("single_leg")])
def test_who_moves_one_leg_at_a_time_tries_it_with_one_leg(variation: Variation) -> None:
    words = told_to_try(Story(replace(SHORT, variation=variation)))
    assert not [both for both in WITH_BOTH_LEGS if both in words]
    assert "one leg" in words
    assert "the other leg" in words


@pytest.mark.parametrize(
    ("variation", "searches"), [(Variation("dead_bug"), 2), (Variation("single_leg"), 2), (None, 1)]
)
def test_the_floor_is_looked_for_with_each_leg_that_moves_by_itself(variation: Variation | None, searches: int) -> None:
    story = Story(replace(SHORT, variation=variation or Variation("straight"))).run_to(Phase.BETWEEN_REPS)
    assert story.said().count("count.1") == searches
    assert story.said().count("floor.none") == 1
    assert story.session.standing.floor == 1.0


@pytest.mark.parametrize("variation", [Variation("dead_bug"), Variation("bent_knee")])
def test_who_bends_the_knees_tries_it_with_bent_knees(variation: Variation) -> None:
    cues = [cue for cue in Story(replace(SHORT, variation=variation)).finish().said() if cue.startswith("lift.to_")]
    assert all("bent" in TEXTS[CueId(cue)] for cue in cues)


def test_who_was_led_to_the_dead_bug_is_not_told_to_lift_both_straight_legs() -> None:
    story = Story(replace(SHORT, variation=Variation("bent_knee")), answers={"ready.ask": "yes", "tension.ask": "yes"})
    story.run_until(lambda: "lift.ask_45" in story.said())
    before = len(story.turns)
    story.say("no", after=4.0)
    story.say("yes", after=15.0)
    story.say("yes", after=15.0)
    story.run_to(Phase.BETWEEN_REPS)
    tried = [cue for cue in story.said(before) if cue.startswith(("lift.to_", "floor.intro"))]
    assert tried == ["lift.to_45_one_bent", "lift.to_90_one_bent", "floor.intro_one_bent"]


def test_toes_that_touch_the_ground_are_told_no_floor_above_it() -> None:
    said = Story(replace(SHORT, variation=Variation("bent_knee"))).run_to(Phase.LIFT).said()
    assert "floor.none_touching" in said
    assert "floor.none" not in said


@pytest.mark.parametrize("variation", Variation)
@pytest.mark.parametrize("cue", ["lift.to_45", "lift.to_90", "floor.intro", "floor.again"])
def test_each_variation_has_its_words_for_what_is_tried(variation: Variation, cue: str) -> None:
    assert trying(cue, KINDS[variation].legs) in TEXTS
