"""The closing plank, and how long it was held."""

from voicecoach.core import script
from voicecoach.core.commands import Command
from voicecoach.core.effects import Held
from voicecoach.core.events import Heard
from voicecoach.core.machine import Trigger
from voicecoach.core.script import line
from voicecoach.core.stage import Part, Stage
from voicecoach.core.units import Seconds, on_grid

CLOSE_BY = Seconds(2.5)
"""An announcement this soon after another one, or after the beginning, is left out."""

BELATED = Seconds(1.0)
"""An announcement in the plank that an answer would delay by more than this is left out: it would be untrue."""


class Plank(Part):
    """The closing plank: a timed hold with its half and its last seconds announced (article, "Integration")."""

    def enter(self, stage: Stage) -> None:
        """Explain, and start the hold; after an interruption only what is left of it."""
        course = stage.course
        left = course.plank_left = course.routine.plank if course.plank_left is None else course.plank_left
        stage.voice.say((*line("plank.intro"), *script.number(round(left)), *line("plank.seconds")))
        course.plank_ends = on_grid(stage.delivery.free_at + left)
        self._announce_next(stage, left)

    def time_up(self, stage: Stage) -> None:
        """Announce the half and the last seconds, then end the hold."""
        ends = stage.course.plank_ends
        left = Seconds(0.0 if ends is None else ends - stage.now)
        if left > 0.1:
            is_half = abs(left - stage.course.routine.plank / 2) < abs(left - script.LAST_SECONDS)
            if stage.delivery.free_at <= stage.now + BELATED:
                stage.voice.say(line("plank.half" if is_half else "plank.ten"))
            self._announce_next(stage, left)
        else:
            stage.voice.hush()
            stage.voice.say(line("plank.end"))
            self._end(stage, stage.course.routine.plank)

    def suspend(self, stage: Stage) -> None:
        """Keep the remaining hold."""
        stage.course.plank_left = on_grid(max(1.0, self._left(stage)))

    def replied(self, stage: Stage) -> None:
        """Make nobody hold longer for an answer."""

    def offered(self, stage: Stage) -> None:
        """Make nobody hold longer for a question."""

    def answer(self, stage: Stage, heard: Heard) -> bool:
        """End the hold early, and tell how long it was."""
        if heard.command not in (Command.SKIP, Command.PLANK_DOWN):
            return False
        held = on_grid(stage.course.routine.plank - self._left(stage))
        stage.voice.hush()
        stage.voice.say(script.plank_held(round(held)) if round(held) else line("ack.next"))
        self._end(stage, held)
        return True

    def _left(self, stage: Stage) -> float:
        """Return what remains of the hold: all of it until the coach has said that it begins."""
        course = stage.course
        left = course.routine.plank if course.plank_left is None else course.plank_left
        return left if course.plank_ends is None else max(0.0, min(left, course.plank_ends - stage.now))

    def _end(self, stage: Stage, held: Seconds) -> None:
        stage.course.plank_left = on_grid(stage.course.routine.plank - held)
        stage.go(Trigger.COMPLETE)

    def _announce_next(self, stage: Stage, left: Seconds) -> None:
        marks = [mark for mark in (stage.course.routine.plank / 2, script.LAST_SECONDS) if mark < left - CLOSE_BY]
        stage.wait_until((stage.course.plank_ends or stage.now) - max(marks, default=0.0))


def note_held(stage: Stage) -> None:
    """Remember how long the plank was held, however it was left."""
    left, stage.course.plank_left = stage.course.plank_left, None
    if left is not None:
        stage.moment.emit(Held(at=stage.now, lasted=on_grid(stage.course.routine.plank - left)))
