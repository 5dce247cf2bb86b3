"""How a session ends: with its summary, or broken off so that it can be resumed."""

from voicecoach.core import prospect
from voicecoach.core.commands import Command
from voicecoach.core.effects import End, Outcome, Reason
from voicecoach.core.events import Heard
from voicecoach.core.machine import Phase, Trigger
from voicecoach.core.plank import note_held
from voicecoach.core.stage import Part, Stage
from voicecoach.core.units import Seconds


class Summary(Part):
    """Tell the result."""

    def enter(self, stage: Stage) -> None:
        """Tell what the session came to and what comes next."""
        stage.verdicts.credit()
        note_held(stage)
        stage.say_notes()
        stage.course.outcome = stage.course.outcome or Outcome.FINISHED
        stage.wait_until(stage.voice.tell_result(lambda: prospect.summary(stage)) + 0.5)

    def time_up(self, stage: Stage) -> None:
        """End the session."""
        stage.go(Trigger.COMPLETE)

    def answer(self, stage: Stage, heard: Heard) -> bool:
        """End the session at once."""
        if heard.command is not Command.SKIP:
            return False
        stage.voice.hush()
        stage.go(Trigger.COMPLETE)
        return True


class Done(Part):
    """The session is over."""

    def enter(self, stage: Stage) -> None:
        """Order the end, once what is being said has been said."""
        at = max(stage.now, stage.delivery.free_at)
        stage.moment.emit(End(at=Seconds(at), outcome=stage.course.outcome or Outcome.CLOSED))


def close(stage: Stage) -> None:
    """End the session so that it can be resumed; not one that something hurt in and that nobody has eased since."""
    stage.verdicts.settle(Reason.STOPPED)
    stage.part.suspend(stage)
    is_hurt = stage.phase is Phase.SAFETY_STOP
    stage.course.outcome = stage.course.outcome or (Outcome.SAFETY if is_hurt else Outcome.CLOSED)
    stage.course.closed_in = stage.course.resumes_at or stage.station
    stage.go(Trigger.CLOSE)
