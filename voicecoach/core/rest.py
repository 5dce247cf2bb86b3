"""The rest after a set, with its last seconds announced."""

from voicecoach.core import script
from voicecoach.core.commands import Command
from voicecoach.core.events import Heard
from voicecoach.core.machine import Trigger
from voicecoach.core.stage import Part, Stage
from voicecoach.core.units import Seconds, on_grid

MORE_REST = Seconds(30.0)
"""How much longer a rest gets when no amount is named."""

PLANK_REST = 0.5
"""The rest before the plank, as a share of the rest between sets."""


class Rest(Part):
    """The rest after a set; a pause keeps what is left of it."""

    def enter(self, stage: Stage) -> None:
        """Tell the set's tally and how long the rest is."""
        course, routine = stage.course, stage.course.routine
        has_next_set, ended = stage.agenda.next_set <= routine.sets, course.set
        left = course.rest_left
        if left is None:
            left = on_grid((routine.rest if has_next_set else routine.rest * PLANK_REST) + course.extra_rest)
        is_new, course.rest_left = course.rest_left is None, None
        course.forget_rest()
        course.rest_ends = on_grid(stage.now + left)
        if is_new:
            stage.voice.tell_result(lambda: script.set_ends(stage.ledger.credited(ended), self._seconds_left(stage)))
            stage.say_notes()
        self._schedule(stage, course.rest_ends)

    @staticmethod
    def _schedule(stage: Stage, ends: Seconds) -> None:
        """Wait for the announcement, or for the end when it is too near for one."""
        notice = ends - script.LAST_SECONDS
        stage.wait_until(notice if notice > stage.delivery.free_at else ends)

    @staticmethod
    def _seconds_left(stage: Stage) -> int:
        """Return what is left of the rest, and one second of one that is as good as over."""
        return max(1, round((stage.course.rest_ends or stage.now) - stage.now))

    def time_up(self, stage: Stage) -> None:
        """Announce the last seconds, then end the rest."""
        ends = stage.course.rest_ends
        if ends is not None and stage.now < ends:
            if ends - stage.now > script.LAST_SECONDS / 2:
                stage.voice.tell(lambda: script.rest_left(self._seconds_left(stage)))
            stage.wait_until(ends)
        else:
            self.finish(stage)

    def finish(self, stage: Stage) -> None:
        """Begin the next set, or the plank."""
        stage.voice.chime("rest_over")
        stage.course.rest_ends = None
        stage.course.set = stage.agenda.next_set
        stage.go(Trigger.COMPLETE)

    def suspend(self, stage: Stage) -> None:
        """Keep the remaining rest."""
        ends = stage.course.rest_ends
        stage.course.rest_left = Seconds(max(0.0, ends - stage.now)) if ends is not None else None

    def answer(self, stage: Stage, heard: Heard) -> bool:
        """Lengthen or cut the rest."""
        match heard.command:
            case Command.MORE_REST:
                more = heard.amount or MORE_REST
                stage.course.rest_ends = on_grid((stage.course.rest_ends or stage.now) + more)
                stage.reply(lambda: script.rest_added(round(more)))
                self._schedule(stage, stage.course.rest_ends)
            case Command.START_NOW | Command.SKIP | Command.YES:
                stage.voice.hush()
                self.finish(stage)
            case _:
                return False
        return True
