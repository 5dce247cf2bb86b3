"""What lies across the protocol: paused, help, confirming, the safety stop; and how a session ends."""

from voicecoach.core import prospect, script
from voicecoach.core.commands import READY, RULE_OF, Command, Cost
from voicecoach.core.events import End, Heard, Outcome, Reason
from voicecoach.core.exercise import harder
from voicecoach.core.machine import Phase, Trigger
from voicecoach.core.question import Question
from voicecoach.core.script import Utterance, line
from voicecoach.core.sets import go_to_set, note_held
from voicecoach.core.stage import HUSHED_FOR, Part, Stage
from voicecoach.core.units import Seconds
from voicecoach.core.warm_up import comes_down, step_down, step_up

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
        stage.say(line("paused.choices"))
        stage.wait_until(stage.now + REMIND_AFTER)

    def time_up(self, stage: Stage) -> None:
        """Remind the person, and after a long while close the session."""
        if stage.now - (stage.course.paused_at or stage.now) >= CLOSE_AFTER:
            stage.say(line("paused.closing"))
            close(stage)
            return
        stage.say(line("paused.still_here", "paused.choices"))
        stage.wait_until(stage.now + REMIND_AFTER)

    def answer(self, stage: Stage, heard: Heard) -> bool:
        """Go on where the session was."""
        if heard.command not in (Command.RESUME, Command.YES, Command.START_NOW):
            return False
        stage.hush()
        self.go_on(stage, line("paused.over"))
        return True

    def go_on(self, stage: Stage, cues: Utterance) -> None:
        """Return to the station that was left."""
        stage.course.is_paused_by_fault = False
        stage.say(cues)
        stage.go(Trigger.RETURN)


class Help(Part):
    """Name what can be said here, then return."""

    def enter(self, stage: Stage) -> None:
        """Name at most three commands that make sense where the person was."""
        station = stage.machine.facts.return_to or Phase.SUMMARY
        is_open = stage.course.is_offered or stage.course.is_sitting_asked
        is_asked = station is Phase.READY_CHECK and is_open
        stage.wait_until(stage.say(line("help.asked") if is_asked else script.options(station)) + 0.5)

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
        stage.hush()
        if RULE_OF[pending.command].cost is Cost.GRAVE and (is_repeated or heard.text in READY):
            self.put(stage, self.choices(stage))
        elif heard.command in (Command.NO, Command.RESUME):
            stage.say(line("confirm.kept"))
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


def _pending(stage: Stage) -> Heard:
    if stage.course.pending is None:
        raise ValueError("nothing to confirm")
    return stage.course.pending


class SafetyStop(Question):
    """Stop for pain, dizziness or doming; go on only gentler, and only on request."""

    def enter(self, stage: Stage) -> None:
        """Tell the person to rest, and ask, or end the session."""
        stage.course.misses = 0
        response = stage.response
        if response is None:
            raise ValueError("a safety stop without an alarm")
        end = stage.say(response.cues, after=HUSHED_FOR)
        stage.wait_until(end + (0.5 if response.ends_session else self.patience))

    def asks(self, stage: Stage) -> Utterance:
        """Ask whether to end or to go on gentler."""
        return line("safety.ask")

    def choices(self, stage: Stage) -> Utterance:
        """Ask the same: it is a closed choice already."""
        return line("safety.ask")

    def time_up(self, stage: Stage) -> None:
        """End a session that must end; else ask again."""
        if stage.must_end:
            self._end(stage)
        else:
            super().time_up(stage)

    def misheard(self, stage: Stage, spoken_at: Seconds) -> None:
        """Ask again, unless there is nothing left to choose."""
        if not stage.must_end:
            super().misheard(stage, spoken_at)

    def replied(self, stage: Stage) -> None:
        """Wait for the choice, or end once the answer was given."""
        patience = 0.5 if stage.must_end else self.patience
        stage.wait_until(stage.delivery.free_at + patience)

    def give_up(self, stage: Stage) -> None:
        """End the session when nobody answers."""
        stage.say(line("safety.end"))
        self._end(stage)

    def answer(self, stage: Stage, heard: Heard) -> bool:
        """End, or go on with something gentler."""
        match heard.command:
            case Command.END_WORKOUT | Command.NO | Command.STOP:
                stage.hush()
                stage.say(line("safety.end"))
                self._end(stage)
            case Command.EASIER | Command.RESUME if stage.must_end:
                stage.reply(lambda: line("safety.end"))
            case Command.EASIER | Command.RESUME:
                stage.hush()
                self._ease(stage)
            case _:
                return False
        return True

    def _ease(self, stage: Stage) -> None:
        """Go on gentler: of a plank there is nothing gentler, and the loosening up has had its time."""
        facts, hung_at = stage.machine.facts, stage.hangs_at
        if facts.return_to is Phase.PLANK:
            stage.say(line("safety.no_plank"))
            stage.go(Trigger.END)
        elif step_down(stage):
            stage.course.is_lifting_to_90 = False
            if facts.return_to is Phase.RESET:
                facts.return_to = Phase.TENSION_CHECK
            comes_down(stage, hung_at)
            stage.go(Trigger.RETURN)
        else:
            self._end(stage)

    def _end(self, stage: Stage) -> None:
        stage.course.outcome = Outcome.SAFETY
        stage.go(Trigger.END)


class Summary(Part):
    """Tell the result."""

    def enter(self, stage: Stage) -> None:
        """Tell what the session came to and what comes next."""
        stage.credit()
        note_held(stage)
        stage.say_notes()
        stage.course.outcome = stage.course.outcome or Outcome.FINISHED
        stage.wait_until(stage.tell_result(lambda: prospect.summary(stage)) + 0.5)

    def time_up(self, stage: Stage) -> None:
        """End the session."""
        stage.go(Trigger.COMPLETE)

    def answer(self, stage: Stage, heard: Heard) -> bool:
        """End the session at once."""
        if heard.command is not Command.SKIP:
            return False
        stage.hush()
        stage.go(Trigger.COMPLETE)
        return True


class Done(Part):
    """The session is over."""

    def enter(self, stage: Stage) -> None:
        """Order the end, once what is being said has been said."""
        at = max(stage.now, stage.delivery.free_at)
        stage.emit(End(at=Seconds(at), outcome=stage.course.outcome or Outcome.CLOSED))


def close(stage: Stage) -> None:
    """End the session so that it can be resumed; not one that something hurt in and that nobody has eased since."""
    stage.settle(Reason.STOPPED)
    stage.part.suspend(stage)
    is_hurt = stage.phase is Phase.SAFETY_STOP
    stage.course.outcome = stage.course.outcome or (Outcome.SAFETY if is_hurt else Outcome.CLOSED)
    stage.course.closed_in = stage.course.resumes_at or stage.station
    stage.go(Trigger.CLOSE)
