"""Pacing: a rep as planned cues, from the exhale of the lift to the hold at the stop point."""

from voicecoach.core import calls, script
from voicecoach.core.commands import Command
from voicecoach.core.course import Course
from voicecoach.core.effects import BeginRep, EndRep, FloorCause, MarkFloor, Reason
from voicecoach.core.events import Heard
from voicecoach.core.floors import ARCHES, GROUND, REACTION, above, arches, markable, pooled, position
from voicecoach.core.kind import Side, Turns
from voicecoach.core.machine import Trigger
from voicecoach.core.script import Utterance, line
from voicecoach.core.stage import Part, Stage
from voicecoach.core.units import Seconds, on_grid
from voicecoach.core.verbosity import Verbosity

GAP = 2
"""Seconds from one count to the next where the ears need gaps between them.

The echo of a count masks a person for half a second after it, so that one a second leaves nothing: of 60 "stop" beside
a speaker that clips, in a room that rings 0.8 s, 20 were understood between counts a second apart, 31 so.
"""


class Lift(Part):
    """The concentric stretch: it starts on the exhale and is the person's own pace."""

    def enter(self, stage: Stage) -> None:
        """Open the rep and give the exhale cue."""
        course = stage.course
        variation, descent = course.variation, course.tempo.descent
        rep = stage.ledger.begin(course.set, stage.now, variation=variation, descent=descent)
        course.is_advised = False
        side = course.kind.side(course.first_side, rep.set, rep.number)
        stage.moment.emit(
            BeginRep(at=stage.now, set=rep.set, rep=rep.number, variation=variation, descent=descent, side=side)
        )
        stage.voice.say(
            (
                *(script.on_side(side) if side and _is_told(side, course, rep.number) else ()),
                *calls.in_rep("lift", course.verbosity, course.breathing),
            )
        )
        course.last_side = side
        stage.wait_until(stage.now + course.tempo.lift)

    def time_up(self, stage: Stage) -> None:
        """Go on when the tempo says so."""
        stage.go(Trigger.COMPLETE)

    def answer(self, stage: Stage, heard: Heard) -> bool:
        """Go on at once when the legs are at the top."""
        if heard.command is not Command.LEGS_UP:
            return skip_set(stage, heard)
        stage.go(Trigger.COMPLETE)
        return True


def _is_told(side: Side, course: Course, rep: int) -> bool:
    """Say whether a side is named: where a set begins, where it is not the one to expect, and in each turn by rep.

    Whoever wants the numbers alone keeps the turn by themselves.
    """
    by_rep = course.kind.turns is Turns.BY_REP
    before = course.last_side
    expected = before.other if by_rep and before else before
    return rep == 1 or side is not expected or (by_rep and course.verbosity is not Verbosity.COUNTS)


class Hold(Part):
    """The moment at the top, in which the coach calls the descent."""

    def enter(self, stage: Stage) -> None:
        """Call the descent; it begins when the call has been said."""
        course = stage.course
        end = stage.voice.say(calls.in_rep("lower", course.verbosity, course.breathing))
        stage.wait_until(max(stage.now + stage.course.tempo.hold, end + 0.05))

    def time_up(self, stage: Stage) -> None:
        """Begin the descent."""
        stage.go(Trigger.COMPLETE)

    def answer(self, stage: Stage, heard: Heard) -> bool:
        """Leave the set when told so."""
        return skip_set(stage, heard)


class Descend(Part):
    """The eccentric stretch down to the floor: counted by the coach, one beat a second, exact to the sample."""

    def enter(self, stage: Stage) -> None:
        """Plan every count of the descent, and the call that stops it."""
        course = stage.course
        stage.wait_until(lower(stage, calls.counts(course.tempo.descent, course.counting), stage.now))

    def time_up(self, stage: Stage) -> None:
        """Hold at the stop point."""
        stage.go(Trigger.COMPLETE)

    def answer(self, stage: Stage, heard: Heard) -> bool:
        """Hold where the person marked the floor anew."""
        if heard.command is not Command.MARK_FLOOR:
            return skip_set(stage, heard)
        stage.voice.hush()
        mark_floor(stage, heard)
        stage.go(Trigger.COMPLETE)
        return True


class StopPoint(Part):
    """Hold just above where the back would lift."""

    def enter(self, stage: Stage) -> None:
        """Call the hold, unless the floor was called already."""
        if stage.course.depth == GROUND:
            stage.voice.say(calls.in_rep("hold", stage.course.verbosity))
        stage.wait_until(max(stage.now + stage.course.tempo.stop_point, stage.delivery.free_at))

    def time_up(self, stage: Stage) -> None:
        """Close the rep; it is provisional from here."""
        rep = stage.ledger.end(stage.now)
        if rep:
            stage.moment.emit(EndRep(at=stage.now, set=rep.set, rep=rep.number))
        stage.go(Trigger.COMPLETE)

    def answer(self, stage: Stage, heard: Heard) -> bool:
        """Mark the floor anew, without ending the rep."""
        if heard.command is not Command.MARK_FLOOR:
            return skip_set(stage, heard)
        mark_floor(stage, heard)
        return True


def skip_set(stage: Stage, heard: Heard) -> bool:
    """Leave the rest of the set, if that is what was said."""
    if heard.command is not Command.SKIP:
        return False
    stage.verdicts.settle(Reason.SKIPPED)
    stage.voice.hush()
    stage.voice.say(line("ack.next"))
    stage.go(Trigger.SKIP_SET)
    return True


def cut_rep(stage: Stage, cues: Utterance) -> None:
    """Say why a rep is over before its end, and gather for the next one."""
    stage.voice.hush()
    stage.voice.say(cues, after=0.25)
    stage.go(Trigger.CUT_REP)


def lower(stage: Stage, counts: Utterance, not_before: Seconds) -> Seconds:
    """Say the counts of a whole descent as far as the floor; return when it is there.

    It begins on the beat of the first count. The call that stops it begins a reaction earlier, so that the legs are
    at the floor and not below it.
    """
    course = stage.course
    depth = len(counts) * course.depth
    if course.depth < GROUND:
        counts = tuple(
            cue for number, cue in enumerate(counts) if number + stage.voice.after_beat(cue) <= depth - REACTION
        )
    every = GAP if course.leaves_gaps else 1
    began = stage.voice.count(counts, not_before, every=every) if counts else on_grid(not_before)
    course.descent_began = began
    if course.depth < GROUND:
        stage.voice.call(calls.stop(course.verbosity), on_grid(max(not_before, began + depth - REACTION)))
    return on_grid(began + depth)


def mark_floor(stage: Stage, heard: Heard) -> None:
    """Remember a floor that was marked during a rep's descent, unless the known one is higher; it can be undone."""
    course = stage.course
    if course.descent_began is None:
        return
    marked = position(heard.spoken_at, course.descent_began, course.tempo.descent)
    course.marks = (*course.marks, marked)
    course.unmarked = course.floor
    move_floor(stage, markable(course.depth, marked), FloorCause.MARKED)
    course.notes.append(lambda: line("floor.marked"))


def unmark_floor(stage: Stage) -> bool:
    """Put the floor back where it was before the last mark in a rep; say whether there was one to take back."""
    course = stage.course
    before, course.unmarked = course.unmarked, None
    if before is None:
        return False
    course.marks = course.marks[:-1]
    move_floor(stage, before, FloorCause.KEPT)
    return True


def move_floor(stage: Stage, fraction: float, cause: FloorCause) -> None:
    """Let descents go as far as a fraction from now on."""
    course = stage.course
    if fraction != course.floor:
        course.floor, course.floor_since = fraction, len(stage.ledger.reps)
    pool = pooled(course.marks) if cause is FloorCause.MARKED else None
    stage.moment.emit(
        MarkFloor(
            at=stage.now,
            fraction=fraction,
            cause=cause,
            marks=len(course.marks) if pool else 0,
            spread=pool.spread if pool else 0.0,
        )
    )


def raise_floor(stage: Stage) -> Utterance:
    """Move the floor one step up after two arches at it, and tell so; say nothing where it stays."""
    course = stage.course
    if not course.is_on_the_floor or arches(stage.ledger.reps[course.floor_since :]) < ARCHES:
        return ()
    higher = above(course.depth)
    if higher == course.depth:
        return ()
    move_floor(stage, higher, FloorCause.RAISED)
    return script.floor_raised(higher)
