"""Finding the stop point: slow descents in which the person says when the back wants to lift."""

from voicecoach.core import calls, script
from voicecoach.core.commands import Command
from voicecoach.core.course import Course
from voicecoach.core.effects import FloorCause
from voicecoach.core.events import Heard
from voicecoach.core.exercise import easier
from voicecoach.core.floors import GROUND, HIGHEST, Learnt, is_enough, learnt, markable, pooled, position
from voicecoach.core.kind import Side, Turns
from voicecoach.core.machine import Trigger
from voicecoach.core.pacing import lower, move_floor
from voicecoach.core.script import line
from voicecoach.core.stage import Part, Stage
from voicecoach.core.units import Seconds, on_grid
from voicecoach.core.verbosity import Verbosity
from voicecoach.core.warm_up import LIFTING, skip

SEARCH_COUNTS = 4
"""Counts of the descent that looks for the floor: the slow end of three to four (article, "The Ascent and Descent")."""

LATE_MARK = Seconds(1.6)
"""How long after the bottom a mark may still be heard."""


class FindingFloor(Part):
    """Count slow descents and mark where the back wants to lift, or try the floor that is known (article, "Stop")."""

    def enter(self, stage: Stage) -> None:
        """Explain, then plan a descent on the clock; hanging, there is no floor to find."""
        course = stage.course
        if not course.is_on_the_floor:
            stage.go(Trigger.COMPLETE)
            return
        course.marks, course.searches = (), 0
        known = _known(course)
        if known is None:
            course.floor = None
            stage.voice.say((script.trying("floor.intro", course.kind.legs), *line("rep.lift")))
        else:
            move_floor(stage, known.fraction, known.cause)
            stage.voice.say(script.floor_begins(known))
        self._descend(stage)

    def time_up(self, stage: Stage) -> None:
        """Go by the marks so far; without one keep the known floor, or take the ground for it, for both legs."""
        course = stage.course
        if course.marks:
            self._conclude(stage)
            return
        if course.floor is None and course.kind.turns is not Turns.TOGETHER and course.searches < len(Side):
            self._search_again(stage)
            return
        if course.floor is None:
            move_floor(stage, GROUND, FloorCause.CLEAR)
            stage.voice.say(line("floor.none_touching" if course.kind.touches else "floor.none"))
        else:
            stage.voice.say(line("floor.kept"))
        stage.go(Trigger.COMPLETE)

    def answer(self, stage: Stage, heard: Heard) -> bool:
        """Mark the floor where the word began, less a reaction; once more, until the marks agree."""
        began = stage.course.descent_began
        match heard.command:
            case Command.MARK_FLOOR | Command.BACK_ARCHED if began and heard.spoken_at >= began:
                stage.voice.hush()
                stage.course.marks = (*stage.course.marks, position(heard.spoken_at, began, SEARCH_COUNTS))
                self._go_on(stage)
            case Command.SKIP:
                skip(stage)
            case _:
                return False
        return True

    def changed(self, stage: Stage) -> None:
        """Search again with the other variation."""
        self.enter(stage)

    def _descend(self, stage: Stage) -> None:
        stage.course.searches += 1
        start = on_grid(stage.delivery.free_at + LIFTING)
        stage.voice.say(line("rep.lower"), after=start - 1.2 - stage.now)
        counts = calls.counts(SEARCH_COUNTS, Verbosity.COUNTS if stage.course.leaves_gaps else Verbosity.FULL)
        ends = lower(stage, counts, Seconds(max(start, stage.delivery.free_at + 0.1)))
        stage.wait_until(ends + LATE_MARK)

    def _go_on(self, stage: Stage) -> None:
        if is_enough(stage.course.marks):
            self._conclude(stage)
        else:
            self._search_again(stage)

    def _search_again(self, stage: Stage) -> None:
        """Have the legs lowered once more; where the sides take turns, the other leg."""
        stage.voice.say((script.trying("floor.again", stage.course.kind.legs), *line("rep.lift")))
        self._descend(stage)

    def _conclude(self, stage: Stage) -> None:
        course = stage.course
        marked = pooled(course.marks).median
        move_floor(stage, markable(course.depth, marked), FloorCause.MARKED)
        stage.voice.say(
            line("floor.marked", *(("floor.high",) if marked < HIGHEST and easier(course.variation) else ()))
        )
        stage.go(Trigger.COMPLETE)


def _known(course: Course) -> Learnt | None:
    """Return the floor that the history leads to; one that was chosen in the profile since then goes before it.

    After pain a chosen one may be gentler than the last one, never lower.
    """
    chosen = course.routine.floor if course.variation is course.routine.variation else None
    sessions = course.memory.sessions if course.memory else ()
    last = sessions[-1] if sessions else None
    if last and (chosen in (None, last.floor) or last.variation is not course.variation):
        return learnt(sessions, course.variation)
    if chosen in (None, GROUND):
        return None
    cap = last.floor if last and last.alarms and last.floor is not None else GROUND
    return Learnt(fraction=min(chosen, cap), cause=FloorCause.KEPT)
