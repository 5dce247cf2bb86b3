"""The first lifts, before any set: tension check and test lift."""

from voicecoach.core import script
from voicecoach.core.change import comes_down, step_down
from voicecoach.core.commands import Command
from voicecoach.core.course import Course
from voicecoach.core.effects import Outcome
from voicecoach.core.events import Heard
from voicecoach.core.machine import Trigger
from voicecoach.core.question import Question
from voicecoach.core.script import Utterance, line
from voicecoach.core.stage import Stage
from voicecoach.core.units import CueId, Seconds

LIFTING = Seconds(4.0)
"""Time to lift the legs before the coach asks how it felt."""


class TensionCheck(Question):
    """Find the feeling of a back pressed flat, with a hand beneath it (article, "The Tension Check")."""

    def enter(self, stage: Stage) -> None:
        """Explain, give time to press, and ask; from a bar there is nothing to press against."""
        stage.course.misses = 0
        if not stage.course.is_on_the_floor:
            stage.go(Trigger.COMPLETE)
            return
        stage.voice.say(line("tension.intro"))
        self.put(stage, self.asks(stage), after=stage.delivery.free_at - stage.now + 3.0)

    def asks(self, stage: Stage) -> Utterance:
        """Ask whether the back presses the hand."""
        return line("tension.ask")

    def choices(self, stage: Stage) -> Utterance:
        """Offer a yes or a no."""
        return line("tension.closed")

    def answer(self, stage: Stage, heard: Heard) -> bool:
        """Go on with a yes; help once with a no, then take a gentler variation."""
        match heard.command:
            case Command.YES:
                stage.voice.hush()
                stage.voice.say(line("tension.keep"))
                stage.go(Trigger.COMPLETE)
            case Command.NO if not stage.course.tension_denials:
                stage.course.tension_denials += 1
                stage.voice.hush()
                stage.voice.say(line("tension.tip"))
                self.put(stage, self.asks(stage), after=stage.delivery.free_at - stage.now + 3.0)
            case Command.NO:
                stage.voice.hush()
                step_down(stage)
                stage.go(Trigger.COMPLETE)
            case Command.SKIP:
                skip(stage)
            case _:
                return False
        return True


class TestLift(Question):
    """Lift to 45 degrees, ask, then to 90, and ask again (article, "The First Rep")."""

    def enter(self, stage: Stage) -> None:
        """Explain the position, unless that was just done, and test the next height."""
        intro = "lift.intro" if stage.course.is_on_the_floor else "lift.intro_hanging"
        set_up = script.set_up(stage.course.variation)
        stage.voice.say((*line(intro), *(() if stage.voice.is_fresh(set_up) else (set_up,))))
        self.test(stage)

    def test(self, stage: Stage) -> None:
        """Have the legs lifted and ask how it felt."""
        stage.course.misses = 0
        stage.voice.say((_lift(stage.course),))
        self.put(stage, self.asks(stage), after=stage.delivery.free_at - stage.now + LIFTING)

    def changed(self, stage: Stage) -> None:
        """Test the other variation from the lower height on."""
        stage.course.is_lifting_to_90 = False
        self.test(stage)

    def asks(self, stage: Stage) -> Utterance:
        """Ask whether the lift was steady."""
        return line("lift.ask_90" if stage.course.is_lifting_to_90 else "lift.ask_45")

    def choices(self, stage: Stage) -> Utterance:
        """Offer a yes or a no."""
        return line("lift.closed")

    def answer(self, stage: Stage, heard: Heard) -> bool:
        """Go higher on a yes, to a gentler variation on a no."""
        match heard.command:
            case Command.YES:
                self._passed(stage)
            case Command.LEGS_UP:
                stage.voice.hush()
                self.put(stage, self.asks(stage))
            case Command.NO | Command.BACK_ARCHED:
                self._failed(stage)
            case Command.SKIP:
                skip(stage)
            case _:
                return False
        return True

    def _passed(self, stage: Stage) -> None:
        stage.voice.hush()
        stage.voice.say(line("lift.lower"))
        if stage.course.is_lifting_to_90:
            stage.go(Trigger.COMPLETE)
        else:
            stage.course.is_lifting_to_90 = True
            self.test(stage)

    def _failed(self, stage: Stage) -> None:
        stage.voice.hush()
        stage.voice.say(line("lift.lower"))
        hung_at = stage.hangs_at
        if step_down(stage):
            if comes_down(stage, hung_at):
                stage.go(Trigger.COME_DOWN)
            else:
                self.changed(stage)
        else:
            stage.voice.say(line("lift.not_today"))
            stage.course.outcome = Outcome.ENDED
            stage.go(Trigger.END)


def _lift(course: Course) -> CueId:
    """Return what has the legs of the variation lifted as high as is tested."""
    if not course.is_lifting_to_90:
        return script.trying("lift.to_45", course.kind.legs)
    if not course.is_on_the_floor:
        return CueId("lift.to_90_hanging")
    return script.trying("lift.to_90", course.kind.legs)


def skip(stage: Stage) -> bool:
    """Leave the phase for the next one."""
    stage.voice.hush()
    stage.voice.say(line("ack.next"))
    stage.go(Trigger.COMPLETE)
    return True
