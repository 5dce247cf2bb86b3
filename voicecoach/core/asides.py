"""What lies across the protocol: paused, help and confirming."""

from voicecoach.core import script
from voicecoach.core.change import step_up
from voicecoach.core.commands import READY, RULE_OF, Command, Cost
from voicecoach.core.effects import Outcome, Reason
from voicecoach.core.ending import close
from voicecoach.core.events import Heard
from voicecoach.core.exercise import harder
from voicecoach.core.machine import Phase, Trigger
from voicecoach.core.question import Question
from voicecoach.core.script import Utterance, line
from voicecoach.core.sets import go_to_set
from voicecoach.core.stage import Part, Stage
from voicecoach.core.units import Seconds

REMIND_AFTER = Seconds(60.0)
"""Silence in a pause before the coach says that it is still there."""

CLOSE_AFTER = Seconds(600.0)
"""Length of a pause after which the session is closed, to be resumed another time."""


class Paused(Part):
    """Wait, as long as it takes within reason."""

    def enter(self, stage: Stage) -> None:
        """Say how to go on, and wait."""
        course, facts = stage.course, stage.machine.facts
        if facts.return_to is Phase.PAUSED:
            facts.return_to = course.paused_from
        else:
            course.paused_at = stage.now
        stage.voice.say(line("paused.choices"))
        stage.wait_until(stage.now + REMIND_AFTER)

    def time_up(self, stage: Stage) -> None:
        """Remind the person, and after a long while close the session."""
        if stage.now - (stage.course.paused_at or stage.now) >= CLOSE_AFTER:
            stage.voice.say(line("paused.closing"))
            close(stage)
            return
        stage.voice.say(line("paused.still_here", "paused.choices"))
        stage.wait_until(stage.now + REMIND_AFTER)

    def answer(self, stage: Stage, heard: Heard) -> bool:
        """Go on where the session was."""
        if heard.command not in (Command.RESUME, Command.YES, Command.START_NOW):
            return False
        stage.voice.hush()
        go_on(stage, line("paused.over"))
        return True


def go_on(stage: Stage, cues: Utterance) -> None:
    """Return from a pause to the station that was left."""
    stage.course.is_paused_by_fault = False
    stage.voice.say(cues)
    stage.go(Trigger.RETURN)


class Help(Part):
    """Name what can be said here, then return."""

    def enter(self, stage: Stage) -> None:
        """Name at most three commands that make sense where the person was."""
        station = stage.machine.facts.return_to or Phase.SUMMARY
        is_open = stage.course.is_offered or stage.course.is_sitting_asked
        is_asked = station is Phase.READY_CHECK and is_open
        stage.wait_until(stage.voice.say(line("help.asked") if is_asked else script.options(station)) + 0.5)

    def time_up(self, stage: Stage) -> None:
        """Return."""
        stage.go(Trigger.RETURN)


class Confirming(Question):
    """Ask before something that is hard to take back."""

    def asks(self, stage: Stage) -> Utterance:
        """Name what would be done."""
        return script.confirmation(_pending(stage), harder(stage.course.variation))

    def choices(self, stage: Stage) -> Utterance:
        """Offer a yes or a no."""
        return line("confirm.closed")

    def answer(self, stage: Stage, heard: Heard) -> bool:
        """Do it on a yes, or when it is said again; return on a no.

        What is grave is done on a plain yes alone, not when it is said again or when somebody is ready.
        """
        pending = _pending(stage)
        is_repeated = (heard.command, heard.set) == (pending.command, pending.set)
        if heard.command not in (Command.YES, Command.NO, Command.RESUME) and not is_repeated:
            return False
        stage.voice.hush()
        if RULE_OF[pending.command].cost is Cost.GRAVE and (is_repeated or heard.text in READY):
            self.put(stage, self.choices(stage))
        elif heard.command in (Command.NO, Command.RESUME):
            stage.voice.say(line("confirm.kept"))
            stage.go(Trigger.RETURN)
        elif pending.command is Command.GO_TO_SET and pending.set:
            go_to_set(stage, pending.set, Trigger.RETURN)
        elif pending.command is Command.HARDER:
            step_up(stage)
            stage.go(Trigger.RETURN)
        else:
            stage.course.outcome = Outcome.ENDED
            stage.go(Trigger.END)
        return True


def ask_first(stage: Stage, heard: Heard) -> None:
    """Ask whether a command that is hard to take back is meant."""
    stage.verdicts.settle(Reason.PAUSED)
    stage.voice.hush()
    stage.course.pending = heard
    stage.interrupt(Trigger.ASK)


def _pending(stage: Stage) -> Heard:
    if stage.course.pending is None:
        raise ValueError("nothing to confirm")
    return stage.course.pending
