"""The beginning: the welcome, who it is, whether an old session goes on, how the person sits."""

from voicecoach.core import script
from voicecoach.core.commands import READY, Command
from voicecoach.core.effects import NoteSitting, Outcome, SetVolume
from voicecoach.core.events import Heard
from voicecoach.core.machine import Phase, Trigger
from voicecoach.core.question import Question
from voicecoach.core.script import Utterance, line
from voicecoach.core.stage import Stage
from voicecoach.core.units import Seconds


class ReadyCheck(Question):
    """Welcome the person and wait until they lie comfortably."""

    patience = Seconds(20.0)

    def asks(self, stage: Stage) -> Utterance:
        """Ask whether the person is ready; before that of an old session, afterwards of sitting, where it is open."""
        if stage.course.is_sitting_asked:
            return line("sitting.ask")
        return line("resume.ask" if stage.course.is_offered else "ready.ask")

    def choices(self, stage: Stage) -> Utterance:
        """Offer to begin or to wait, or the two sessions, or the two answers."""
        if stage.course.is_sitting_asked:
            return line("sitting.closed")
        return line("resume.closed" if stage.course.is_offered else "ready.closed")

    def welcome(self, stage: Stage) -> None:
        """Open the session with the welcome and the first question."""
        if stage.course.gain:
            stage.moment.emit(SetVolume(at=stage.now, gain=stage.course.gain))
        stage.voice.chime("listening")
        stage.voice.say(self._opening(stage), after=0.5)
        self.enter(stage)

    def _opening(self, stage: Stage) -> Utterance:
        if stage.course.is_offered:
            return script.broken_off(stage.ledger.credited())
        if stage.course.resumes_at:
            return line("ready.resumed")
        routine, memory = stage.course.routine, stage.course.memory
        rest_day = ("ready.rest_day",) if memory is not None and memory.is_rest_day else ()
        set_up = "ready.setup_short" if routine.earlier_sessions else "ready.setup"
        return line("ready.welcome", *rest_day, *routine.because, set_up)

    def answer(self, stage: Stage, heard: Heard) -> bool:
        """Begin on a yes; wait on a no; leave it to whoever says that it is them."""
        if heard.command is Command.PERSON and heard.topic is not None:
            self._hand_over(stage, heard.topic)
            return True
        if stage.course.is_offered:
            return self._choose(stage, heard.command)
        if stage.course.is_sitting_asked:
            return self._note_sitting(stage, heard)
        match heard.command:
            case Command.YES | Command.SKIP | Command.START_NOW:
                stage.voice.hush()
                self._begin(stage)
            case Command.NO:
                stage.voice.hush()
                self.put(stage, line("ready.wait"))
            case _:
                return False
        return True

    def give_up(self, stage: Stage) -> None:
        """Pause, or keep the interrupted session when nobody says which one is wanted: nothing is lost by that."""
        if stage.course.is_offered:
            self._take_up(stage)
        else:
            super().give_up(stage)

    def _choose(self, stage: Stage, command: Command) -> bool:
        """Take up the interrupted session on a yes; close it for good on a no."""
        match command:
            case Command.YES | Command.RESUME | Command.START_NOW:
                stage.voice.hush()
                self._take_up(stage)
            case Command.NO | Command.SKIP:
                stage.voice.hush()
                stage.voice.say(line("resume.closing"))
                stage.course.is_declined, stage.course.outcome = True, Outcome.ENDED
                stage.go(Trigger.CLOSE)
            case _:
                return False
        return True

    def _hand_over(self, stage: Stage, person: str) -> None:
        """Greet the person and end, so that their own session follows; one that broke off stays to be gone on with."""
        stage.voice.hush()
        stage.voice.say(line("person.hello"))
        course = stage.course
        course.handed_to, course.outcome = person, Outcome.CLOSED
        course.closed_in = course.resumes_at or Phase.READY_CHECK
        stage.go(Trigger.CLOSE)

    def _take_up(self, stage: Stage) -> None:
        stage.course.is_offered = False
        stage.voice.say(line("ready.resumed"))
        self.enter(stage)

    def _note_sitting(self, stage: Stage, heard: Heard) -> bool:
        """Remember the answer; whoever leaves the question out is asked again in the next session.

        To be ready, said once more, is no answer to how somebody sits.
        """
        command = heard.command
        if command not in (Command.YES, Command.NO, Command.SKIP, Command.START_NOW):
            return False
        stage.voice.hush()
        if heard.text in READY:
            self.put(stage, line("sitting.closed"))
            return True
        stage.course.is_sitting_asked = False
        if command in (Command.YES, Command.NO):
            stage.course.sits = command is Command.YES
            stage.moment.emit(NoteSitting(at=stage.now, sits=stage.course.sits))
            stage.voice.say(line("sitting.stretch" if stage.course.sits else "sitting.noted"))
        self._leave(stage)
        return True

    def _begin(self, stage: Stage) -> None:
        """Go on, or ask first what is asked once in all sessions."""
        course = stage.course
        if course.routine.asks_sitting and course.sits is None and course.resumes_at is None:
            course.is_sitting_asked = True
            self.enter(stage)
        else:
            self._leave(stage)

    def _leave(self, stage: Stage) -> None:
        station, stage.course.resumes_at = stage.course.resumes_at, None
        stage.machine.facts.return_to = station
        stage.go(Trigger.RETURN if station else Trigger.COMPLETE)
