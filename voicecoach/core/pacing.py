"""Pacing: a rep as planned cues, from the exhale of the lift to the hold at the stop point."""

from voicecoach.core import script
from voicecoach.core.commands import Command
from voicecoach.core.events import BeginRep, EndRep, Heard, MarkFloor, Reason
from voicecoach.core.exercise import Turns
from voicecoach.core.machine import Trigger
from voicecoach.core.script import line
from voicecoach.core.stage import Part, Stage


class Lift(Part):
    """The concentric stretch: it starts on the exhale and is the person's own pace."""

    def enter(self, stage: Stage) -> None:
        """Open the rep and give the exhale cue."""
        course = stage.course
        variation, descent = course.variation, course.tempo.descent
        rep = stage.ledger.begin(course.set, stage.now, variation=variation, descent=descent)
        course.is_advised = False
        side = course.kind.side(course.first_side, rep.set, rep.number)
        stage.emit(BeginRep(at=stage.now, set=rep.set, rep=rep.number, variation=variation, descent=descent, side=side))
        is_new_side = side is not None and (course.kind.turns is Turns.BY_REP or rep.number == 1)
        stage.say(
            (
                *(script.on_side(side) if side and is_new_side else ()),
                *script.in_rep("lift", course.verbosity, course.routine.breathing),
            )
        )
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


class Hold(Part):
    """The moment at the top, in which the coach calls the descent."""

    def enter(self, stage: Stage) -> None:
        """Call the descent; it begins when the call has been said."""
        course = stage.course
        end = stage.say(script.in_rep("lower", course.verbosity, course.routine.breathing))
        stage.wait_until(max(stage.now + stage.course.tempo.hold, end + 0.05))

    def time_up(self, stage: Stage) -> None:
        """Begin the descent."""
        stage.go(Trigger.COMPLETE)

    def answer(self, stage: Stage, heard: Heard) -> bool:
        """Leave the set when told so."""
        return skip_set(stage, heard)


class Descend(Part):
    """The eccentric stretch: counted by the coach, one beat a second, exact to the sample."""

    def enter(self, stage: Stage) -> None:
        """Plan every count of the descent, which begins on the beat of the first."""
        descent = stage.course.tempo.descent
        began = stage.count(script.counts(descent, stage.course.counting), stage.now)
        stage.course.descent_began = began
        stage.wait_until(began + descent)

    def time_up(self, stage: Stage) -> None:
        """Hold at the stop point."""
        stage.go(Trigger.COMPLETE)

    def answer(self, stage: Stage, heard: Heard) -> bool:
        """Hold where the person marked the floor anew."""
        if heard.command is not Command.MARK_FLOOR:
            return skip_set(stage, heard)
        stage.hush()
        mark_floor(stage, heard)
        stage.go(Trigger.COMPLETE)
        return True


class StopPoint(Part):
    """Hold just above where the back would lift."""

    def enter(self, stage: Stage) -> None:
        """Call the hold."""
        stage.say(script.in_rep("hold", stage.course.verbosity))
        stage.wait_until(max(stage.now + stage.course.tempo.stop_point, stage.delivery.free_at))

    def time_up(self, stage: Stage) -> None:
        """Close the rep; it is provisional from here."""
        rep = stage.ledger.end(stage.now)
        if rep:
            stage.emit(EndRep(at=stage.now, set=rep.set, rep=rep.number))
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
    stage.settle(Reason.SKIPPED)
    stage.hush()
    stage.say(line("ack.next"))
    stage.go(Trigger.SKIP_SET)
    return True


def mark_floor(stage: Stage, heard: Heard) -> None:
    """Remember a new floor from a mark during a rep's descent."""
    began = stage.course.descent_began
    if began is None:
        return
    fraction = round(min(1.0, max(0.0, (heard.spoken_at - began) / stage.course.tempo.descent)), 3)
    stage.course.floor = fraction
    stage.emit(MarkFloor(at=stage.now, fraction=fraction))
    stage.course.notes.append(lambda: line("floor.marked"))
