"""The pause in which a rep is judged, and its number spoken."""

from voicecoach.core import script
from voicecoach.core.attribution import GRACE
from voicecoach.core.commands import Command
from voicecoach.core.course import Answer
from voicecoach.core.events import Heard
from voicecoach.core.exercise import easier
from voicecoach.core.ledger import PROVISIONAL_FOR, is_quality_gone
from voicecoach.core.machine import Trigger
from voicecoach.core.mistakes import AT_THE_BAR, EVERY, MISTAKES, next_reminder
from voicecoach.core.pacing import skip_set
from voicecoach.core.rest import MORE_REST
from voicecoach.core.script import line
from voicecoach.core.stage import Part, Stage
from voicecoach.core.units import Seconds
from voicecoach.core.verbosity import Verbosity

STILL_SPEAKING = Seconds(0.2)
"""How much longer a verdict waits each time while the person is still speaking."""

BETWEEN = Seconds(1.2)
"""Silence between the number of a rep and the next lift."""

APART = Seconds(0.4)
"""Silence between the hold of a rep and an answer that was kept back, so that "hold" and it are not heard as one."""

REGAIN = Seconds(3.0)
"""Time to lie down again after a rep that was cut short."""


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
            stage.voice.say(script.set_begins(course.set, course.routine.sets, course.routine.reps))
            stage.say_notes()
            _lift_at(stage, stage.delivery.free_at + BETWEEN)
        else:
            gather(stage)

    def time_up(self, stage: Stage) -> None:
        """Credit the rep, unless the person is still saying something about it; then go on."""
        course, rep = stage.course, stage.ledger.provisional
        if rep is None:
            self._go_on(stage)
        elif stage.is_person_speaking and stage.now < (rep.end or stage.now) + GRACE:
            stage.wait_until(stage.now + STILL_SPEAKING)
        else:
            stage.verdicts.credit()
            stage.voice.chime("credited")
            stage.voice.tell(self._number(stage, course.set), after=0.2)
            stage.say_notes()
            self._remind(stage)
            _lift_at(stage, stage.delivery.free_at + BETWEEN)

    @staticmethod
    def _number(stage: Stage, set_number: int) -> Answer:
        return lambda: script.number(stage.ledger.credited(set_number))

    def _remind(self, stage: Stage) -> None:
        """Remind of one mistake after every few reps, unless this one got a remedy already."""
        course = stage.course
        is_due = stage.agenda.reps_to_do(course.set) and stage.ledger.attempted(course.set) % EVERY == 0
        if not is_due or course.is_advised or course.verbosity is Verbosity.COUNTS:
            return
        among = MISTAKES if course.is_on_the_floor else AT_THE_BAR
        mistake = next_reminder(course.mistakes, course.reminders, course.reminders_in_set, among)
        if mistake is not None:
            course.reminders.append(mistake)
            course.reminders_in_set += 1
            stage.voice.say(script.reminder(mistake))

    def _go_on(self, stage: Stage) -> None:
        """Begin the next rep, unless the quality of this set is gone."""
        course = stage.course
        if not (stage.agenda.reps_to_do(course.set) and _is_quality_gone(stage)):
            stage.go(Trigger.COMPLETE)
            return
        course.judged_from = len(stage.ledger.reps)
        has_gentler = stage.agenda.next_set <= course.routine.sets and easier(course.variation) is not None
        stage.voice.say(line("set.early", *(("set.gentler",) if has_gentler else ())))
        stage.go(Trigger.SKIP_SET)

    def changed(self, stage: Stage) -> None:
        """Give time to get into the other position."""
        gather(stage)

    def suspend(self, stage: Stage) -> None:
        """Leave no rep without a verdict; a rest that was asked for goes on meanwhile."""
        stage.verdicts.credit()
        if stage.agenda.reps_to_do(stage.course.set):
            _give_rest(stage, stage.now)

    def answer(self, stage: Stage, heard: Heard) -> bool:
        """Give more time before the next rep, or leave the set."""
        if heard.command is not Command.MORE_REST:
            return skip_set(stage, heard)
        more = heard.amount or MORE_REST
        stage.reply(lambda: script.rest_added(round(more)))
        stage.course.extra_rest = Seconds(stage.course.extra_rest + more)
        if not stage.ledger.provisional:
            _lift_at(stage, stage.deadline or stage.now)
        return True


def gather(stage: Stage) -> None:
    """Give the answers that were kept back and time to lie down for the next rep."""
    stage.say_notes()
    _lift_at(stage, stage.delivery.free_at + REGAIN)


def _lift_at(stage: Stage, at: float) -> None:
    """Begin the next rep at a time, or when the rest is over that was asked for; a set that is over leaves it."""
    course = stage.course
    if not stage.agenda.reps_to_do(course.set) or _is_quality_gone(stage):
        stage.wait_until(at)
        return
    _give_rest(stage, at)
    stage.wait_until(max(at, course.rests_until))


def _give_rest(stage: Stage, since: float) -> None:
    course = stage.course
    if course.extra_rest:
        course.rests_until, course.extra_rest = Seconds(since + course.extra_rest), Seconds(0.0)


def _is_quality_gone(stage: Stage) -> bool:
    course = stage.course
    return is_quality_gone([rep for rep in stage.ledger.reps[course.judged_from :] if rep.set == course.set])
