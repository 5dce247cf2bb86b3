"""The floor: marked less a reaction, pooled, kept over sessions; down only when earned, up at once."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.core.story import LENGTHS, SHORT, Story
from voicecoach.core.effects import EndRep, FloorCause, MarkFloor, Say
from voicecoach.core.exercise import Variation
from voicecoach.core.floors import (
    GROUND,
    HIGHEST,
    REACTION,
    STEP,
    Learnt,
    above,
    arches,
    is_enough,
    learnt,
    pooled,
    position,
)
from voicecoach.core.ledger import Verdict
from voicecoach.core.machine import Phase
from voicecoach.core.memory import Memory, sets_of
from voicecoach.core.progress import SessionDone, SetDone
from voicecoach.core.schedule import Day
from voicecoach.core.tempo import Tempo
from voicecoach.core.units import RATE, Seconds
from voicecoach.core.verbosity import Verbosity

TODAY = Day(739_567)
COUNTS = ("count.", "beat.")


def session(floor: float | None, *, arches: int | None = 0, alarms: tuple[str, ...] = ()) -> SessionDone:
    done = SetDone(number=1, variation=Variation("straight"), descent=3, attempted=10, perfect=10, voided=0)
    return SessionDone(
        day=Day(TODAY - 2), variation=Variation("straight"), reps_asked=10, sets=(done,), alarms=alarms, floor=floor,
        arches=arches,
    )  # fmt: skip


def remembering(*sessions: SessionDone) -> Memory:
    return Memory(today=TODAY, sessions=sessions)


def with_profile(floor: float, *sessions: SessionDone) -> Story:
    return Story(routine=replace(SHORT, floor=floor), memory=remembering(*sessions))


def marks(story: Story) -> list[MarkFloor]:
    return [effect for effect in story.effects(MarkFloor) if isinstance(effect, MarkFloor)]


def first_beat(story: Story) -> float:
    """Let time pass to the first count of the descent that is planned; return when its beat is."""
    counted = [e for e in story.effects(Say) if isinstance(e, Say) and e.cue == "count.1"][-1]
    story.run_clock(counted.at)
    return counted.at


def mark(story: Story, at: float) -> None:
    """Say "there" at a moment of the test descent that comes."""
    began = first_beat(story)
    story.say("there", after=began + at + 0.4 - story.now, began=began + at - story.now)


def marked_at(*moments: float) -> Story:
    story = Story().run_to(Phase.FINDING_FLOOR)
    for moment in moments:
        mark(story, moment)
    return story


def in_rep(story: Story, cues: str | tuple[str, ...]) -> list[Say]:
    """Return what was said of some cues after the test descents."""
    begins = next(turn.event.at for turn in story.turns if turn.phase is Phase.BETWEEN_REPS)
    says = [effect for effect in story.effects(Say) if isinstance(effect, Say)]
    return [say for say in says if say.at > begins and say.cue.startswith(cues)]


def test_a_mark_is_where_the_word_began_less_a_reaction() -> None:
    assert position(Seconds(12.18), Seconds(10.0), 4) == 0.5
    assert position(Seconds(10.1), Seconds(10.0), 4) == 0.0
    assert position(Seconds(15.0), Seconds(10.0), 4) == GROUND


def test_marks_are_pooled_by_their_median_with_their_spread() -> None:
    story = marked_at(2.18, 2.38)
    assert marks(story) == [
        MarkFloor(at=story.now, fraction=0.525, cause=FloorCause.MARKED, marks=2, spread=0.05),
    ]
    assert story.phase is Phase.BETWEEN_REPS


def test_marks_that_disagree_are_asked_for_once_more() -> None:
    story = marked_at(1.18, 3.18)
    assert story.phase is Phase.FINDING_FLOOR
    mark(story, 2.98)
    assert marks(story) == [MarkFloor(at=story.now, fraction=0.7, cause=FloorCause.MARKED, marks=3, spread=0.5)]
    assert story.said().count("floor.again") == 2


def test_early_marks_leave_a_descent_and_a_gentler_kind_is_offered() -> None:
    story = marked_at(0.2, 0.3)
    assert marks(story)[-1].fraction == HIGHEST
    assert "floor.high" in story.said()


@pytest.mark.parametrize("phrase", ["ready", "all set", "yes"])
def test_only_what_marks_the_floor_marks_it(phrase: str) -> None:
    story = Story().run_to(Phase.FINDING_FLOOR)
    began = first_beat(story)
    story.say(phrase, after=began + 1.0 - story.now)
    story.run_to(Phase.LIFT)
    assert [mark.cause for mark in marks(story)] == [FloorCause.CLEAR]


def test_an_early_mark_in_a_rep_leaves_a_descent_and_can_be_taken_back() -> None:
    story = Story().run_to(Phase.DESCEND, rep=1)
    story.say("there", after=0.2)
    assert marks(story)[-1].fraction == HIGHEST
    story.run_to(Phase.REST)
    story.say("undo", after=0.5)
    assert "undo.floor" in story.said()
    assert (marks(story)[-1].fraction, marks(story)[-1].cause) == (GROUND, FloorCause.KEPT)
    story.say("undo", after=5.0)
    assert "undo.nothing" in story.said()


def test_a_verdict_after_a_mark_is_what_undo_takes_back() -> None:
    story = Story().run_to(Phase.DESCEND, rep=1)
    story.say("there", after=2.0)
    story.run_to(Phase.BETWEEN_REPS)
    story.say("rep failed", after=0.5)
    story.say("undo", after=2.0)
    assert "undo.floor" not in story.said()
    assert story.session.reps[0].verdict is Verdict.CREDITED


@pytest.mark.parametrize(
    ("marked", "enough"), [((), False), ((0.5,), False), ((0.5, 0.6), True), ((0.5, 0.7), False), ((0, 1, 0), True)]
)
def test_two_marks_that_agree_are_enough_and_three_always(marked: tuple[float, ...], enough: bool) -> None:
    assert is_enough(marked) is enough


@given(st.lists(st.floats(0, 1), min_size=1, max_size=9))
def test_the_pool_lies_among_its_marks(marked: list[float]) -> None:
    pool = pooled(marked)
    assert min(marked) - 1e-3 <= pool.median <= max(marked) + 1e-3
    assert pool.spread == pytest.approx(max(marked) - min(marked), abs=1e-3)


@pytest.mark.parametrize("verbosity", Verbosity)
@pytest.mark.parametrize("descent", [3, 4])
@pytest.mark.parametrize("floor", [0.2, 0.35, 0.5, 0.72, 0.95])
def test_a_descent_stops_at_the_floor_and_not_at_the_bottom(floor: float, descent: int, verbosity: Verbosity) -> None:
    routine = replace(SHORT, verbosity=verbosity, tempo=Tempo(descent=descent))
    story = Story(routine, memory=remembering(session(floor))).finish()
    call = "rep.stop" if verbosity is Verbosity.FULL else "rep.stop_short"
    calls, ends = in_rep(story, call), story.effects(EndRep)
    descents = [turn.event.at for turn in story.turns if turn.phase is Phase.DESCEND and turn.effects]
    stops = [turn.event.at for turn in story.turns if turn.phase is Phase.STOP_POINT]
    assert len(calls) == len(ends) == len(descents) == 6
    for began, called, stopped in zip(descents, calls, stops, strict=True):
        assert stopped - began == pytest.approx(floor * descent, abs=1e-3)
        assert called.at == pytest.approx(max(began, stopped - REACTION), abs=1e-3)
    assert not in_rep(story, "rep.hold")
    spoken = sorted(in_rep(story, (*COUNTS, "rep.")), key=lambda say: say.at)
    assert all(before.at + LENGTHS[before.cue] / RATE <= after.at for before, after in pairwise(spoken))


def test_where_the_back_stays_flat_to_the_ground_every_count_is_said() -> None:
    story = Story().finish()
    assert len(in_rep(story, COUNTS)) == 6 * 3
    assert not in_rep(story, "rep.stop")
    assert marks(story)[0].cause is FloorCause.CLEAR


def test_the_known_floor_is_told_and_tried_and_kept() -> None:
    story = Story(memory=remembering(session(0.7, arches=1))).run_to(Phase.BETWEEN_REPS)
    told = story.said()[story.said().index("floor.known") :]
    assert told[:4] == ["floor.known", "number.70", "summary.percent_down", "floor.check"]
    assert "rep.stop" in told
    assert "floor.kept" in told
    assert [(mark.fraction, mark.cause) for mark in marks(story)] == [(0.7, FloorCause.KEPT)]


def test_a_floor_that_the_profile_knows_too_is_recorded_all_the_same_so_that_it_stays_for_the_next_session() -> None:
    story = with_profile(0.7, session(0.7, arches=1)).run_to(Phase.BETWEEN_REPS)
    assert [(mark.fraction, mark.cause) for mark in marks(story)] == [(0.7, FloorCause.KEPT)]


@pytest.mark.parametrize(
    ("chosen", "sessions", "expected"),
    [
        pytest.param(0.5, (), [0.5], id="of somebody new"),
        pytest.param(0.5, (session(0.7),), [0.5], id="since the last session"),
        pytest.param(0.8, (session(0.7), session(0.7)), [0.8], id="rather than an earned step"),
        pytest.param(0.7, (session(1.0),), [0.7], id="after the ground"),
        pytest.param(0.7, (session(None),), [0.7], id="where the last session looked for none"),
        pytest.param(0.8, (session(0.7, alarms=("it_hurts",)),), [0.7], id="never lower after pain"),
        pytest.param(0.6, (session(0.7, alarms=("it_hurts",)),), [0.6], id="but gentler"),
        pytest.param(1.0, (session(0.7),), [1.0], id="the ground is looked for"),
    ],
)
def test_a_floor_that_was_chosen_is_begun_with(
    chosen: float, sessions: tuple[SessionDone, ...], expected: list[float]
) -> None:
    assert [mark.fraction for mark in marks(with_profile(chosen, *sessions).run_to(Phase.BETWEEN_REPS))] == expected


def test_a_mark_above_the_known_floor_moves_it_up_and_one_below_does_not_move_it_down() -> None:
    higher = Story(memory=remembering(session(0.7))).run_to(Phase.FINDING_FLOOR)
    mark(higher, 1.78)
    mark(higher, 1.78)
    assert [mark.fraction for mark in marks(higher)] == [0.7, 0.4]
    late = Story(memory=remembering(session(0.7))).run_to(Phase.FINDING_FLOOR)
    mark(late, 3.58)
    mark(late, 3.58)
    assert [mark.fraction for mark in marks(late)] == [0.7, 0.7]


def test_two_sessions_without_an_arch_move_the_floor_one_step_down_and_it_is_explained() -> None:
    story = Story(memory=remembering(session(0.6), session(0.6))).run_to(Phase.BETWEEN_REPS)
    assert [(mark.fraction, mark.cause) for mark in marks(story)] == [(0.7, FloorCause.LOWERED)]
    assert {"floor.lowered", "number.70"} <= set(story.said())


@pytest.mark.parametrize(
    "sessions",
    [
        pytest.param((session(0.6),), id="one session"),
        pytest.param((session(0.6), session(0.6, arches=1)), id="an arch in the last"),
        pytest.param((session(0.6, arches=1), session(0.6)), id="an arch in the one before"),
        pytest.param((session(0.7), session(0.6)), id="another floor before"),
        pytest.param((session(0.6), session(0.6, arches=None)), id="nothing known of arches"),
        pytest.param((session(0.6), session(0.6, alarms=("it_hurts",))), id="pain"),
        pytest.param((replace(session(0.6), variation=Variation("bent_knee")), session(0.6)), id="another kind"),
        pytest.param((replace(session(0.6), sets=()), session(0.6)), id="no rep"),
    ],
)
def test_anything_less_keeps_the_floor(sessions: tuple[SessionDone, ...]) -> None:
    assert learnt(sessions, Variation("straight")) == Learnt(fraction=0.6, cause=FloorCause.KEPT)


@pytest.mark.parametrize(
    "last", [session(None), session(GROUND), replace(session(0.6), variation=Variation("bent_knee"))], ids=repr
)
def test_a_floor_that_is_not_known_is_looked_for(last: SessionDone) -> None:
    assert learnt([last], Variation("straight")) is None
    story = Story(memory=remembering(last)).run_to(Phase.BETWEEN_REPS)
    assert "floor.intro" in story.said()


def arch(story: Story, *, set_number: int, rep: int) -> list[str]:
    story.run_to(Phase.DESCEND, set_number=set_number, rep=rep)
    turn = story.say("back arched", after=0.6, began=0.3)
    return [effect.cue for effect in turn.effects if isinstance(effect, Say)]


def test_two_arches_move_the_floor_up_at_once_and_it_is_explained() -> None:
    story = Story(replace(SHORT, reps=5), memory=remembering(session(0.7)))
    first, second = (arch(story, set_number=1, rep=rep) for rep in (1, 3))
    assert "floor.raised" not in first
    assert second[-3:] == ["floor.raised", "number.60", "summary.percent_down"]
    assert [(mark.fraction, mark.cause) for mark in marks(story)][-1] == (0.6, FloorCause.RAISED)
    story.run_to(Phase.STOP_POINT, rep=4)
    descent = [turn.event.at for turn in story.turns if turn.phase is Phase.DESCEND and turn.effects][-1]
    assert story.now - descent == pytest.approx(0.6 * 3, abs=1e-3)


def test_a_step_up_counts_arches_anew() -> None:
    story = Story(replace(SHORT, reps=9), memory=remembering(session(0.9)))
    for set_number, rep in ((1, 1), (1, 3), (2, 1)):
        arch(story, set_number=set_number, rep=rep)
    assert [mark.fraction for mark in marks(story)] == [0.9, 0.8]


def test_an_arch_that_was_taken_back_moves_nothing() -> None:
    story = Story(replace(SHORT, reps=5), memory=remembering(session(0.7)))
    arch(story, set_number=1, rep=1)
    story.say("that one was good", after=1.0)
    arch(story, set_number=1, rep=3)
    assert [mark.fraction for mark in marks(story)] == [0.7]


def test_a_resumed_session_remembers_floor_and_arches() -> None:
    story = Story(replace(SHORT, reps=5), memory=remembering(session(0.7)))
    arch(story, set_number=1, rep=1)
    story.run_to(Phase.REST)
    again = Story(replace(SHORT, reps=5), standing=story.session.standing, memory=story.memory)
    arch(again, set_number=2, rep=1)
    assert [mark.cause for mark in marks(again)] == [FloorCause.RAISED]


@pytest.mark.parametrize(("floor", "higher"), [(1.0, 0.9), (0.35, HIGHEST), (HIGHEST, HIGHEST), (0.2, 0.2)])
def test_arches_move_no_floor_above_the_highest(floor: float, higher: float) -> None:
    assert above(floor) == higher


def train(arched: Sequence[bool], before: Sequence[SessionDone]) -> tuple[float, SessionDone]:
    """Run a session with an arch in some reps; return the floor at its beginning, and what is remembered of it."""
    routine = replace(SHORT, sets=1, reps=len(arched), plank=Seconds(0.0), verbosity=Verbosity.COUNTS)
    story = Story(routine, memory=remembering(*before[-2:])).run_to(Phase.BETWEEN_REPS)
    begins = marks(story)[-1].fraction
    while not story.session.is_over:
        story.run_until(lambda: story.phase is Phase.DESCEND or story.session.is_over)
        if story.phase is Phase.DESCEND and arched[story.session.reps[-1].number - 1]:
            story.say("back arched", after=0.3, began=0.1)
        story.run_until(lambda: story.phase is not Phase.DESCEND)
    reps = story.session.reps
    return begins, replace(session(marks(story)[-1].fraction), arches=arches(reps), sets=sets_of(reps))


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.lists(st.booleans(), min_size=1, max_size=5), min_size=1, max_size=6),
    st.sampled_from([HIGHEST, 0.5, 0.75, 0.9]),
)
def test_the_floor_is_never_lower_after_an_arch_and_goes_down_by_single_earned_steps(
    sessions: list[list[bool]], floor: float
) -> None:
    done = [session(floor, arches=1)]
    for arched in sessions:
        before = done[-1]
        begins, today = train(arched, done)
        assert before.floor is not None
        assert today.floor is not None
        if before.floor < GROUND:
            assert begins <= before.floor + STEP + 1e-9
            assert begins <= before.floor or [one.arches for one in done[-2:]] == [0, 0]
        assert today.floor <= begins
        assert (today.floor < begins) is (today.arches is not None and today.arches >= 2 and begins > HIGHEST)
        done.append(today)


def test_a_mark_below_the_known_floor_moves_nothing_down() -> None:
    story = Story(memory=remembering(session(0.5))).run_to(Phase.STOP_POINT, rep=1)
    story.say("there", after=0.9)
    assert marks(story)[-1].cause is FloorCause.MARKED
    assert story.session.standing.floor == 0.5
