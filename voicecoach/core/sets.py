"""Around the reps: the pause in which a rep is judged, the rest after a set, and the closing plank."""

from voicecoach.core import script
from voicecoach.core.commands import Command
from voicecoach.core.course import Answer
from voicecoach.core.effects import Held, Reason
from voicecoach.core.events import Heard
from voicecoach.core.exercise import easier
from voicecoach.core.ledger import GRACE, PROVISIONAL_FOR, Verdict, is_quality_gone
from voicecoach.core.machine import Phase, Trigger
from voicecoach.core.mistakes import AT_THE_BAR, EVERY, MISTAKES, next_reminder
from voicecoach.core.pacing import skip_set
from voicecoach.core.script import Utterance, line
from voicecoach.core.stage import Part, Stage
from voicecoach.core.units import Seconds, on_grid
from voicecoach.core.verbosity import Verbosity

STILL_SPEAKING = Seconds(0.2)
"""How much longer a verdict waits each time while the person is still speaking."""

BETWEEN = Seconds(1.2)
"""Silence between the number of a rep and the next lift."""

APART = Seconds(0.4)
"""Silence between the hold of a rep and an answer that was kept back, so that "hold" and it are not heard as one."""

REGAIN = Seconds(3.0)
"""Time to lie down again after a rep that was cut short."""

LAST_SECONDS = Seconds(script.LAST_SECONDS)
"""How long before the end of a rest or a plank the coach announces it."""

CLOSE_BY = Seconds(2.5)
"""An announcement this soon after another one, or after the beginning, is left out."""

BELATED = Seconds(1.0)
"""An announcement in the plank that an answer would delay by more than this is left out: it would be untrue."""

MORE_REST = Seconds(30.0)
"""How much longer a rest gets when no amount is named."""

PLANK_REST = 0.5
"""The rest before the plank, as a share of the rest between sets."""


class BetweenReps(Part):
    """Where a rep gets its verdict, and the number is spoken once it is credited."""

    def enter(self, stage: Stage) -> None:
        """Wait for a verdict, announce a new set, or gather after an interruption."""
        course, ledger = stage.course, stage.ledger
        if rep := ledger.provisional:
            stage.say_notes(after=APART)
            stage.wait_until(max((rep.end or stage.now) + PROVISIONAL_FOR, stage.delivery.free_at))
        elif not ledger.attempted(course.set):
            course.reminders_in_set = 0
            stage.say(script.set_begins(course.set, course.routine.sets, course.routine.reps))
            stage.say_notes()
            self._lift_at(stage, stage.delivery.free_at + BETWEEN)
        else:
            self.gather(stage)

    def time_up(self, stage: Stage) -> None:
        """Credit the rep, unless the person is still saying something about it; then go on."""
        course, rep = stage.course, stage.ledger.provisional
        if rep is None:
            self._go_on(stage)
        elif stage.is_person_speaking and stage.now < (rep.end or stage.now) + GRACE:
            stage.wait_until(stage.now + STILL_SPEAKING)
        else:
            stage.credit()
            stage.chime("credited")
            stage.tell(self._number(stage, course.set), after=0.2)
            stage.say_notes()
            self._remind(stage)
            self._lift_at(stage, stage.delivery.free_at + BETWEEN)

    @staticmethod
    def _number(stage: Stage, set_number: int) -> Answer:
        return lambda: script.number(stage.ledger.credited(set_number))

    def _remind(self, stage: Stage) -> None:
        """Remind of one mistake after every few reps, unless this one got a remedy already."""
        course = stage.course
        is_due = stage.reps_to_do(course.set) and stage.ledger.attempted(course.set) % EVERY == 0
        if not is_due or course.is_advised or course.verbosity is Verbosity.COUNTS:
            return
        among = MISTAKES if course.is_on_the_floor else AT_THE_BAR
        mistake = next_reminder(course.mistakes, course.reminders, course.reminders_in_set, among)
        if mistake is not None:
            course.reminders.append(mistake)
            course.reminders_in_set += 1
            stage.say(script.reminder(mistake))

    def _go_on(self, stage: Stage) -> None:
        """Begin the next rep, unless the quality of this set is gone."""
        course = stage.course
        if not (stage.reps_to_do(course.set) and self._is_quality_gone(stage)):
            stage.go(Trigger.COMPLETE)
            return
        course.judged_from = len(stage.ledger.reps)
        has_gentler = stage.next_set <= course.routine.sets and easier(course.variation) is not None
        stage.say(line("set.early", *(("set.gentler",) if has_gentler else ())))
        stage.go(Trigger.SKIP_SET)

    @staticmethod
    def _is_quality_gone(stage: Stage) -> bool:
        course = stage.course
        return is_quality_gone([rep for rep in stage.ledger.reps[course.judged_from :] if rep.set == course.set])

    def gather(self, stage: Stage) -> None:
        """Give the answers that were kept back and time to lie down for the next rep."""
        stage.say_notes()
        self._lift_at(stage, stage.delivery.free_at + REGAIN)

    def _lift_at(self, stage: Stage, at: float) -> None:
        """Begin the next rep at a time, or when the rest is over that was asked for; a set that is over leaves it."""
        course = stage.course
        if not stage.reps_to_do(course.set) or self._is_quality_gone(stage):
            stage.wait_until(at)
            return
        self._give_rest(stage, at)
        stage.wait_until(max(at, course.rests_until))

    @staticmethod
    def _give_rest(stage: Stage, since: float) -> None:
        course = stage.course
        if course.extra_rest:
            course.rests_until, course.extra_rest = Seconds(since + course.extra_rest), Seconds(0.0)

    def changed(self, stage: Stage) -> None:
        """Give time to get into the other position."""
        self.gather(stage)

    def suspend(self, stage: Stage) -> None:
        """Leave no rep without a verdict; a rest that was asked for goes on meanwhile."""
        stage.credit()
        if stage.reps_to_do(stage.course.set):
            self._give_rest(stage, stage.now)

    def answer(self, stage: Stage, heard: Heard) -> bool:
        """Give more time before the next rep, or leave the set."""
        if heard.command is not Command.MORE_REST:
            return skip_set(stage, heard)
        more = heard.amount or MORE_REST
        stage.reply(lambda: script.rest_added(round(more)))
        stage.course.extra_rest = Seconds(stage.course.extra_rest + more)
        if not stage.ledger.provisional:
            self._lift_at(stage, stage.deadline or stage.now)
        return True


class Timed(Part):
    """A part that lasts a while and is announced before it ends."""

    def schedule(self, stage: Stage, ends: Seconds) -> None:
        """Wait for the announcement, or for the end when it is too near for one."""
        notice = ends - LAST_SECONDS
        stage.wait_until(notice if notice > stage.delivery.free_at else ends)


class Rest(Timed):
    """The rest after a set; a pause keeps what is left of it."""

    def enter(self, stage: Stage) -> None:
        """Tell the set's tally and how long the rest is."""
        course, routine = stage.course, stage.course.routine
        has_next_set, ended = stage.next_set <= routine.sets, course.set
        left = course.rest_left
        if left is None:
            left = on_grid((routine.rest if has_next_set else routine.rest * PLANK_REST) + course.extra_rest)
        is_new, course.rest_left = course.rest_left is None, None
        course.forget_rest()
        course.rest_ends = on_grid(stage.now + left)
        if is_new:
            stage.tell_result(lambda: script.set_ends(stage.ledger.credited(ended), self._seconds_left(stage)))
            stage.say_notes()
        self.schedule(stage, course.rest_ends)

    @staticmethod
    def _seconds_left(stage: Stage) -> int:
        """Return what is left of the rest, and one second of one that is as good as over."""
        return max(1, round((stage.course.rest_ends or stage.now) - stage.now))

    def time_up(self, stage: Stage) -> None:
        """Announce the last seconds, then end the rest."""
        ends = stage.course.rest_ends
        if ends is not None and stage.now < ends:
            if ends - stage.now > LAST_SECONDS / 2:
                stage.tell(lambda: script.rest_left(self._seconds_left(stage)))
            stage.wait_until(ends)
        else:
            self.finish(stage)

    def finish(self, stage: Stage) -> None:
        """Begin the next set, or the plank."""
        stage.chime("rest_over")
        stage.course.rest_ends = None
        stage.course.set = stage.next_set
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
                self.schedule(stage, stage.course.rest_ends)
            case Command.START_NOW | Command.SKIP | Command.YES:
                stage.hush()
                self.finish(stage)
            case _:
                return False
        return True


class Plank(Timed):
    """The closing plank: a timed hold with its half and its last seconds announced (article, "Integration")."""

    def enter(self, stage: Stage) -> None:
        """Explain, and start the hold; after an interruption only what is left of it."""
        course = stage.course
        left = course.plank_left = course.routine.plank if course.plank_left is None else course.plank_left
        stage.say((*line("plank.intro"), *script.number(round(left)), *line("plank.seconds")))
        course.plank_ends = on_grid(stage.delivery.free_at + left)
        self._announce_next(stage, left)

    def time_up(self, stage: Stage) -> None:
        """Announce the half and the last seconds, then end the hold."""
        ends = stage.course.plank_ends
        left = Seconds(0.0 if ends is None else ends - stage.now)
        if left > 0.1:
            is_half = abs(left - stage.course.routine.plank / 2) < abs(left - LAST_SECONDS)
            if stage.delivery.free_at <= stage.now + BELATED:
                stage.say(line("plank.half" if is_half else "plank.ten"))
            self._announce_next(stage, left)
        else:
            stage.hush()
            stage.say(line("plank.end"))
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
        stage.hush()
        stage.say(script.plank_held(round(held)) if round(held) else line("ack.next"))
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
        marks = [mark for mark in (stage.course.routine.plank / 2, LAST_SECONDS) if mark < left - CLOSE_BY]
        stage.wait_until((stage.course.plank_ends or stage.now) - max(marks, default=0.0))


def note_held(stage: Stage) -> None:
    """Remember how long the plank was held, however it was left."""
    left, stage.course.plank_left = stage.course.plank_left, None
    if left is not None:
        stage.emit(Held(at=stage.now, lasted=on_grid(stage.course.routine.plank - left)))


def refusal(stage: Stage, set_number: int | None) -> Utterance | None:
    """Return why a set cannot be gone to, or nothing when it can."""
    if set_number is None or not 1 <= set_number <= stage.course.routine.sets:
        return line("go_to_set.none")
    if set_number == stage.course.set and stage.phase is not Phase.REST:
        return line("go_to_set.here")
    return None if stage.reps_to_do(set_number) else line("go_to_set.done")


def would_drop_reps(stage: Stage) -> bool:
    """Say whether the current set has begun and is not complete, so that leaving it drops reps."""
    current = stage.course.set
    has_begun = any(rep.set == current and rep.verdict is not Verdict.INTERRUPTED for rep in stage.ledger.reps)
    return stage.phase is not Phase.REST and has_begun and stage.reps_to_do(current) > 0


def go_to_set(stage: Stage, set_number: int, trigger: Trigger = Trigger.GO_TO_SET) -> None:
    """Leave the current set for another one; sets between that were not done stay undone."""
    stage.settle(Reason.SKIPPED)
    stage.hush()
    course = stage.course
    course.forget_rest()
    course.set, course.rest_ends, course.rest_left = set_number, None, None
    if stage.ledger.attempted(set_number):
        stage.say(script.set_goes_on(set_number, stage.reps_to_do(set_number)))
    stage.go(trigger)
