"""What every part of the protocol is, and the state that all parts share: the coach's mouth, ledger and deadline."""

from collections.abc import Mapping

from voicecoach.core import script
from voicecoach.core.agenda import Agenda
from voicecoach.core.commands import Command
from voicecoach.core.course import Answer, Course, Offer
from voicecoach.core.delivery import Delivery
from voicecoach.core.effects import Priority, Say
from voicecoach.core.events import Heard
from voicecoach.core.ledger import Ledger
from voicecoach.core.machine import AT_THE_BAR, REP, STATIONS, Machine, Phase, Trigger
from voicecoach.core.script import Utterance, line
from voicecoach.core.turn import Moment
from voicecoach.core.units import CueId, Seconds, on_grid
from voicecoach.core.verdicts import Verdicts
from voicecoach.core.voice import Voice

HUSHED_FOR = Seconds(0.4)
"""Silence after the coach was told off, so that the person hears that it obeyed."""

ANSWER_WITHIN = Seconds(5.0)
"""How long everything else waits for an answer to "did you say easier or repeat?"."""

UNSPOKEN = (*REP, Phase.FINDING_FLOOR)
"""Phases in which nothing but the plan is said; answers wait until they are over."""


class Part:
    """One phase of the protocol: it begins, its time comes, it takes answers; all state is on the stage."""

    def enter(self, stage: "Stage") -> None:
        """Begin the phase, or begin it again after an interruption."""

    def time_up(self, stage: "Stage") -> None:
        """Go on when the deadline has come."""

    def answer(self, stage: "Stage", heard: Heard) -> bool:
        """Take a command that only this phase understands; say whether it did."""
        return False

    def suspend(self, stage: "Stage") -> None:
        """Keep what an interruption must not lose."""

    def misheard(self, stage: "Stage", spoken_at: Seconds) -> None:
        """Take note of speech that was no command."""

    def replied(self, stage: "Stage") -> None:
        """Make room for an answer that was just given."""
        if stage.deadline is not None:
            stage.wait_until(max(stage.deadline, stage.delivery.free_at))

    def changed(self, stage: "Stage") -> None:
        """Go on with another variation that was just announced."""
        self.replied(stage)

    def offered(self, stage: "Stage") -> None:
        """Leave time to choose between two commands that were just offered."""
        if stage.deadline is not None:
            stage.wait_until(max(stage.deadline, stage.delivery.free_at + ANSWER_WITHIN))

    def declined(self, stage: "Stage") -> None:
        """Go on when the person meant neither of two commands."""
        stage.reply(lambda: line("confirm.kept"))


class Stage:
    """The state of one session and the verbs with which its parts change it."""

    def __init__(self, course: Course, ledger: Ledger, delivery: Delivery, parts: Mapping[Phase, Part]) -> None:
        self.parts = parts
        self.course = course
        self.ledger = ledger
        self.agenda = Agenda(course, ledger)
        self.machine = Machine()
        self.delivery = delivery
        self.moment = Moment()
        self.voice = Voice(delivery, self.moment)
        self.verdicts = Verdicts(ledger, self.moment)
        self.deadline: Seconds | None = None
        self.is_person_speaking = False
        self.is_ducked = False

    @property
    def now(self) -> Seconds:
        """Return when it is."""
        return self.moment.now

    @property
    def phase(self) -> Phase:
        """Return the phase of the session."""
        return self.machine.phase

    @property
    def part(self) -> Part:
        """Return what the session is doing."""
        return self.parts[self.phase]

    @property
    def station(self) -> Phase:
        """Return the phase to which an interruption of this one returns."""
        if self.phase in REP:
            return Phase.BETWEEN_REPS
        if self.phase in STATIONS:
            return self.phase
        back = self.machine.facts.return_to
        return (self.course.paused_from if back is Phase.PAUSED else back) or Phase.READY_CHECK

    @property
    def is_at_the_bar(self) -> bool:
        """Say whether the person hangs from the bar, or is about to."""
        return self.phase in AT_THE_BAR and not self.course.is_on_the_floor

    @property
    def hangs_at(self) -> Phase | None:
        """Return the station at which the person hangs, or did before what is going on; nothing where they do not.

        It is the last rep's too while they rest from it and no floor is known that they could go on with lying.
        """
        if self.course.is_on_the_floor:
            return None
        is_aside = self.phase in (Phase.HELP, Phase.SAFETY_STOP)
        station = self.machine.facts.return_to if is_aside else self.station
        if station is Phase.REST and self.course.floor_lying is None:
            return Phase.BETWEEN_REPS
        return station if station in AT_THE_BAR else None

    def go(self, trigger: Trigger) -> None:
        """Fire a trigger and begin the phase it leads to."""
        facts = self.machine.facts
        facts.is_set_complete = self.ledger.attempted(self.course.set) >= self.course.routine.reps
        facts.is_last_set = self.agenda.next_set > self.course.routine.sets
        facts.has_set_to_do = self.course.set <= self.course.routine.sets
        facts.has_plank = self.course.routine.plank > 0
        self.deadline = None
        self.machine.fire(trigger)
        self.part.enter(self)

    def interrupt(self, trigger: Trigger) -> None:
        """Leave the protocol for an aside that later returns to the station that was left."""
        facts, phase = self.machine.facts, self.phase
        self.part.suspend(self)
        if trigger is Trigger.HURT:
            self.course.forget_rest()
        if phase in REP or phase in STATIONS:
            facts.return_to = self.station
        elif phase is Phase.PAUSED and trigger is not Trigger.HURT:
            self.course.paused_from, facts.return_to = facts.return_to, Phase.PAUSED
        elif facts.return_to is Phase.PAUSED:
            facts.return_to = self.course.paused_from
        self.go(trigger)

    def wait_until(self, at: float) -> None:
        """Set the deadline."""
        self.deadline = on_grid(max(at, self.now))

    def reply(self, answer: Answer) -> None:
        """Answer at the next phrase boundary and then say the rest; during a rep, keep the question for later."""
        if self.phase in UNSPOKEN:
            self.course.notes.append(answer)
        else:
            self._put_in(answer())

    def explain(self, answer: CueId) -> None:
        """Answer a question, which takes longer than a reply: a rep, its number and the plank come first."""
        if self.phase in UNSPOKEN or self.phase is Phase.PLANK or self.ledger.provisional:
            self.course.answers.append(answer)
        else:
            self._put_in((answer,))
            self.voice.last_said = lambda: (answer,)
        self.voice.answered = answer

    def cut_answer(self) -> bool:
        """Cut short the answer that sounds, and go on with what comes after it; say whether one did."""
        is_answering = self.voice.is_answering
        if is_answering:
            self._put_in(())
        return is_answering

    def offer(self, commands: tuple[Command, Command]) -> None:
        """Ask at the next phrase boundary which of two commands was meant, and say the rest after a while."""
        first, *_, last = self._put_in(script.did_you_say(*commands), gap=ANSWER_WITHIN)
        until = last.at + self.delivery.length(last.cue) + ANSWER_WITHIN
        self.course.offer = Offer(commands=commands, since=first.at, until=on_grid(until))
        self.part.offered(self)

    def _put_in(self, cues: Utterance, *, gap: float = 0.0) -> tuple[Say, ...]:
        says = self.voice.put_in(cues, gap=gap)
        self.part.replied(self)
        return says

    def say_notes(self, *, after: float = 0.0) -> None:
        """Give the answers that were kept back during the rep; longer ones only once it has its number."""
        for note in self.course.notes:
            self.voice.tell(note, after=after, priority=Priority.CHATTER)
        self.course.notes.clear()
        if self.ledger.provisional:
            return
        for answer in self.course.answers:
            self.voice.say((answer,), priority=Priority.CHATTER)
        self.course.answers.clear()
