"""The stop for pain, dizziness or doming, in whatever phase it is reported."""

from voicecoach.core.attribution import open_at
from voicecoach.core.change import comes_down, step_down
from voicecoach.core.commands import Command
from voicecoach.core.effects import NoteAlarm, Outcome, Reason
from voicecoach.core.events import Heard
from voicecoach.core.exercise import gentler_of
from voicecoach.core.machine import Phase, Trigger
from voicecoach.core.question import Question
from voicecoach.core.safety import respond
from voicecoach.core.script import Utterance, line
from voicecoach.core.stage import HUSHED_FOR, Stage
from voicecoach.core.units import Seconds


class SafetyStop(Question):
    """Stop for pain, dizziness or doming; go on only gentler, and only on request."""

    def enter(self, stage: Stage) -> None:
        """Tell the person to rest, and ask, or end the session."""
        stage.course.misses = 0
        response = stage.course.response
        if response is None:
            raise ValueError("a safety stop without an alarm")
        end = stage.voice.say(response.cues, after=HUSHED_FOR)
        stage.wait_until(end + (0.5 if response.ends_session else self.patience))

    def asks(self, stage: Stage) -> Utterance:
        """Ask whether to end or to go on gentler."""
        return line("safety.ask")

    def choices(self, stage: Stage) -> Utterance:
        """Ask the same: it is a closed choice already."""
        return line("safety.ask")

    def time_up(self, stage: Stage) -> None:
        """End a session that must end; else ask again."""
        if must_end(stage):
            self._end(stage)
        else:
            super().time_up(stage)

    def misheard(self, stage: Stage, spoken_at: Seconds) -> None:
        """Ask again, unless there is nothing left to choose."""
        if not must_end(stage):
            super().misheard(stage, spoken_at)

    def replied(self, stage: Stage) -> None:
        """Wait for the choice, or end once the answer was given."""
        patience = 0.5 if must_end(stage) else self.patience
        stage.wait_until(stage.delivery.free_at + patience)

    def give_up(self, stage: Stage) -> None:
        """End the session when nobody answers."""
        stage.voice.say(line("safety.end"))
        self._end(stage)

    def answer(self, stage: Stage, heard: Heard) -> bool:
        """End, or go on with something gentler."""
        match heard.command:
            case Command.END_WORKOUT | Command.NO | Command.STOP:
                stage.voice.hush()
                stage.voice.say(line("safety.end"))
                self._end(stage)
            case Command.EASIER | Command.RESUME if must_end(stage):
                stage.reply(lambda: line("safety.end"))
            case Command.EASIER | Command.RESUME:
                stage.voice.hush()
                self._ease(stage)
            case _:
                return False
        return True

    def _ease(self, stage: Stage) -> None:
        """Go on gentler: of a plank there is nothing gentler, and the loosening up has had its time."""
        facts, hung_at = stage.machine.facts, stage.hangs_at
        if facts.return_to is Phase.PLANK:
            stage.voice.say(line("safety.no_plank"))
            stage.go(Trigger.END)
        elif step_down(stage):
            if facts.return_to is Phase.RESET:
                facts.return_to = Phase.TENSION_CHECK
            comes_down(stage, hung_at)
            stage.go(Trigger.RETURN)
        else:
            self._end(stage)

    def _end(self, stage: Stage) -> None:
        stage.course.outcome = Outcome.SAFETY
        stage.go(Trigger.END)


def must_end(stage: Stage) -> bool:
    """Say whether the last alarm leaves nothing to choose but the end."""
    response = stage.course.response
    return response is not None and response.ends_session


def raise_alarm(stage: Stage, heard: Heard) -> None:
    """Void the reps in which it hurt, fall silent, and stop."""
    for rep in open_at(stage.ledger, heard.spoken_at):
        stage.verdicts.void(rep, Reason.PAIN)
    stage.voice.hush()
    _note(stage, heard.command)
    stage.course.is_paused_by_fault = False
    stage.course.notes.clear()
    stage.course.answers.clear()
    stage.interrupt(Trigger.HURT)


def _note(stage: Stage, alarm: Command) -> None:
    """Remember what hurt, and in which kind; choose what that leads to."""
    course = stage.course
    course.response = respond(alarm, course.alarms, is_hanging=not course.is_on_the_floor)
    course.alarms = (*course.alarms, alarm)
    course.hurt_in = gentler_of(course.hurt_in, course.variation)
    stage.moment.emit(NoteAlarm(at=stage.now, variation=course.variation))
