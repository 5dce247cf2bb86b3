"""What comes before the first set: ready check, reset, tension check, test lift, finding the floor."""

from voicecoach.core import script
from voicecoach.core.commands import READY, Command
from voicecoach.core.course import Course
from voicecoach.core.events import Heard, NoteSitting, Outcome, SetVolume
from voicecoach.core.exercise import UNASKED_NEVER, easier, harder
from voicecoach.core.machine import Phase, Trigger
from voicecoach.core.question import Question
from voicecoach.core.script import Utterance, line
from voicecoach.core.stage import Part, Stage
from voicecoach.core.units import CueId, Seconds

HALF_BREATH = Seconds(3.2)
"""Length of one breath in, or out, of a cat-cow."""

LIFTING = Seconds(4.0)
"""Time to lift the legs before the coach asks how it felt."""

STRETCHES = ("stretch.quads_left", "stretch.quads_right", "stretch.psoas_left", "stretch.psoas_right")
"""What keeps hip flexors that much sitting made short from taking over (article, "Troubleshooting Pain")."""


ONCE_READY = (Phase.TENSION_CHECK, Phase.TEST_LIFT, Phase.FINDING_FLOOR, Phase.BETWEEN_REPS, Phase.REST)
"""Where a weight must be fetched, or the bar gone to, before anything goes on."""


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
            stage.emit(SetVolume(at=stage.now, gain=stage.course.gain))
        stage.chime("listening")
        stage.say(self._opening(stage), after=0.5)
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
                stage.hush()
                self._begin(stage)
            case Command.NO:
                stage.hush()
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
                stage.hush()
                self._take_up(stage)
            case Command.NO | Command.SKIP:
                stage.hush()
                stage.say(line("resume.closing"))
                stage.course.is_declined, stage.course.outcome = True, Outcome.ENDED
                stage.go(Trigger.CLOSE)
            case _:
                return False
        return True

    def _hand_over(self, stage: Stage, person: str) -> None:
        """Greet the person and end, so that their own session follows; one that broke off stays to be gone on with."""
        stage.hush()
        stage.say(line("person.hello"))
        course = stage.course
        course.handed_to, course.outcome = person, Outcome.CLOSED
        course.closed_in = course.resumes_at or Phase.READY_CHECK
        stage.go(Trigger.CLOSE)

    def _take_up(self, stage: Stage) -> None:
        stage.course.is_offered = False
        stage.say(line("ready.resumed"))
        self.enter(stage)

    def _note_sitting(self, stage: Stage, heard: Heard) -> bool:
        """Remember the answer; whoever leaves the question out is asked again in the next session.

        To be ready, said once more, is no answer to how somebody sits.
        """
        command = heard.command
        if command not in (Command.YES, Command.NO, Command.SKIP, Command.START_NOW):
            return False
        stage.hush()
        if heard.text in READY:
            self.put(stage, line("sitting.closed"))
            return True
        stage.course.is_sitting_asked = False
        if command in (Command.YES, Command.NO):
            stage.course.sits = command is Command.YES
            stage.emit(NoteSitting(at=stage.now, sits=stage.course.sits))
            stage.say(line("sitting.stretch" if stage.course.sits else "sitting.noted"))
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


class Reset(Part):
    """Loosen the spine with cat-cows, one slow breath each (article, "The Reset"), after stretches where wanted."""

    def enter(self, stage: Stage) -> None:
        """Pace the stretches that are still to do, if any, and then the cat-cows."""
        if self._stretches_left(stage):
            stage.wait_until(stage.delivery.free_at + 0.5)
        else:
            self._begin_cat_cows(stage)

    def _stretches_left(self, stage: Stage) -> bool:
        return stage.course.stretch > 0 and stage.course.stretches <= len(STRETCHES)

    def _begin_cat_cows(self, stage: Stage) -> None:
        course = stage.course
        left = course.routine.cat_cows - course.cat_cows
        if not course.routine.cat_cows:
            stage.go(Trigger.COMPLETE)
        elif not course.cat_cows:
            stage.say(
                (*line("reset.intro"), *script.number(left), *line("reset.cat_cow" if left == 1 else "reset.cat_cows"))
            )
            stage.wait_until(stage.delivery.free_at + 2.0)
        else:
            stage.wait_until(stage.delivery.free_at + 0.5)

    def time_up(self, stage: Stage) -> None:
        """Pace the next stretch or cat-cow, or go on to the tension check."""
        course = stage.course
        if self._stretches_left(stage):
            self._pace_stretch(stage)
            return
        if course.cat_cows >= course.routine.cat_cows:
            stage.say(line("reset.done" if course.is_on_the_floor else "reset.done_hanging"))
            stage.go(Trigger.COMPLETE)
            return
        course.cat_cows += 1
        start = max(stage.now, stage.delivery.free_at)
        stage.say(line("reset.in"))
        stage.say(line("reset.out"), after=start + HALF_BREATH - stage.now)
        stage.wait_until(start + 2 * HALF_BREATH)

    def suspend(self, stage: Stage) -> None:
        """Do the interrupted stretch or cat-cow again."""
        course = stage.course
        if self._stretches_left(stage):
            course.stretches = max(0, course.stretches - 1)
        else:
            course.cat_cows = max(0, course.cat_cows - 1)

    def _pace_stretch(self, stage: Stage) -> None:
        course = stage.course
        course.stretches += 1
        if course.stretches > len(STRETCHES):
            self._begin_cat_cows(stage)
            return
        stage.say(line(STRETCHES[course.stretches - 1]))
        stage.wait_until(stage.delivery.free_at + course.stretch)

    def answer(self, stage: Stage, heard: Heard) -> bool:
        """Leave out what remains of the reset."""
        if heard.command not in (Command.SKIP, Command.START_NOW):
            return False
        return skip(stage)


class TensionCheck(Question):
    """Find the feeling of a back pressed flat, with a hand beneath it (article, "The Tension Check")."""

    def enter(self, stage: Stage) -> None:
        """Explain, give time to press, and ask; from a bar there is nothing to press against."""
        stage.course.misses = 0
        if not stage.course.is_on_the_floor:
            stage.go(Trigger.COMPLETE)
            return
        stage.say(line("tension.intro"))
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
                stage.hush()
                stage.say(line("tension.keep"))
                stage.go(Trigger.COMPLETE)
            case Command.NO if not stage.course.tension_denials:
                stage.course.tension_denials += 1
                stage.hush()
                stage.say(line("tension.tip"))
                self.put(stage, self.asks(stage), after=stage.delivery.free_at - stage.now + 3.0)
            case Command.NO:
                stage.hush()
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
        stage.say((*line(intro), *(() if stage.is_fresh(set_up) else (set_up,))))
        self.test(stage)

    def test(self, stage: Stage) -> None:
        """Have the legs lifted and ask how it felt."""
        stage.course.misses = 0
        stage.say((_lift(stage.course),))
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
                stage.hush()
                self.put(stage, self.asks(stage))
            case Command.NO | Command.BACK_ARCHED:
                self._failed(stage)
            case Command.SKIP:
                skip(stage)
            case _:
                return False
        return True

    def _passed(self, stage: Stage) -> None:
        stage.hush()
        stage.say(line("lift.lower"))
        if stage.course.is_lifting_to_90:
            stage.go(Trigger.COMPLETE)
        else:
            stage.course.is_lifting_to_90 = True
            self.test(stage)

    def _failed(self, stage: Stage) -> None:
        stage.hush()
        stage.say(line("lift.lower"))
        hung_at = stage.hangs_at
        if step_down(stage):
            if comes_down(stage, hung_at):
                stage.go(Trigger.COME_DOWN)
            else:
                self.changed(stage)
        else:
            stage.say(line("lift.not_today"))
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
    stage.hush()
    stage.say(line("ack.next"))
    stage.go(Trigger.COMPLETE)
    return True


def step_down(stage: Stage) -> bool:
    """Take the next gentler variation and say so, or say that there is none."""
    gentler = easier(stage.course.variation)
    if gentler is None:
        stage.say(line("change.gentlest"))
        return False
    was_hanging = not stage.course.is_on_the_floor
    stage.take(gentler)
    if was_hanging:
        stage.say(line("change.to_floor"))
    stage.say(script.change("easier", gentler))
    return True


def comes_down(stage: Stage, hung_at: Phase | None) -> bool:
    """Have the ready check come next, and then the station at which the person hung; say whether it comes.

    It does where a rep is to come, lying: whoever comes down from the bar says when they lie.
    """
    course = stage.course
    if hung_at is None or not course.is_on_the_floor or not stage.reps_to_do(course.set):
        return False
    course.resumes_at, course.is_lifting_to_90 = hung_at, False
    stage.machine.facts.return_to = Phase.READY_CHECK
    return True


def step_up(stage: Stage) -> None:
    """Take the next harder variation and say so; one with a weight or from a bar is tried before its first rep."""
    course = stage.course
    demanding = harder(course.variation)
    if demanding is None:
        return
    stage.take(demanding)
    stage.say(script.change("harder", demanding))
    course.is_lifting_to_90 = False
    if demanding in UNASKED_NEVER:
        course.forget_floor(len(stage.ledger.reps))
        _try_once_ready(stage)


def _try_once_ready(stage: Stage) -> None:
    """Have the ready check come next and then the test lift, unless that is still to come, or no set is."""
    course, facts = stage.course, stage.machine.facts
    station = course.resumes_at if facts.return_to is Phase.READY_CHECK else facts.return_to
    if station not in ONCE_READY or (station is Phase.REST and stage.next_set > course.routine.sets):
        return
    if station is Phase.REST:
        course.set, course.rest_ends, course.rest_left = stage.next_set, None, None
    course.resumes_at = Phase.TENSION_CHECK if station is Phase.TENSION_CHECK else Phase.TEST_LIFT
    facts.return_to = Phase.READY_CHECK
