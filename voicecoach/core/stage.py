"""What every part of the protocol is, and the state that all parts share: the coach's mouth, ledger and deadline."""

from collections.abc import Mapping

from voicecoach.core import script
from voicecoach.core.commands import Command
from voicecoach.core.course import Answer, Course, Offer
from voicecoach.core.delivery import Delivery
from voicecoach.core.events import Credit, Effect, Heard, Hush, NoteAlarm, Priority, Reason, Say, Void
from voicecoach.core.exercise import Variation, gentler_of
from voicecoach.core.ledger import Ledger, Rep, Verdict
from voicecoach.core.machine import AT_THE_BAR, REP, STATIONS, Machine, Phase, Trigger
from voicecoach.core.safety import Response, respond
from voicecoach.core.script import Utterance, line
from voicecoach.core.units import CueId, Seconds, on_grid

HUSHED_FOR = Seconds(0.4)
"""Silence after the coach was told off, so that the person hears that it obeyed."""

ANSWER_WITHIN = Seconds(5.0)
"""How long everything else waits for an answer to "did you say easier or repeat?"."""

FRESH = Seconds(20.0)
"""How long something that was explained need not be explained again."""

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
        self.machine = Machine()
        self.delivery = delivery
        self.now = Seconds(0.0)
        self.deadline: Seconds | None = None
        self.effects: list[Effect] = []
        self.is_person_speaking = False
        self.is_ducked = False
        self.spoken_at: Seconds | None = None
        """When the person began to say the command that is being obeyed; nothing where it is none."""
        self.last_said: Answer = lambda: ()
        """What was said last, composed anew where a verdict changes it."""
        self.result: Answer = lambda: ()
        """What the set or the session came to, as it was told last."""
        self.response: Response | None = None
        """What the last alarm led to."""

    @property
    def phase(self) -> Phase:
        """Return the phase of the session."""
        return self.machine.phase

    @property
    def must_end(self) -> bool:
        """Say whether the last alarm leaves nothing to choose but the end."""
        return self.response is not None and self.response.ends_session

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
        """Return the station at which the person hangs, or did before help or an alarm; nothing where they do not."""
        is_aside = self.phase in (Phase.HELP, Phase.SAFETY_STOP)
        station = self.machine.facts.return_to if is_aside else self.station
        is_bar = station in AT_THE_BAR and self.phase is not Phase.PAUSED and not self.course.is_on_the_floor
        return station if is_bar else None

    def is_fresh(self, cue: CueId) -> bool:
        """Say whether a cue was said only just now, or is being said."""
        return self.delivery.was_said(cue, self.now - FRESH)

    def emit(self, *effects: Effect) -> None:
        """Order something."""
        self.effects.extend(effects)

    def go(self, trigger: Trigger) -> None:
        """Fire a trigger and begin the phase it leads to."""
        facts = self.machine.facts
        facts.is_set_complete = self.ledger.attempted(self.course.set) >= self.course.routine.reps
        facts.is_last_set = self.next_set > self.course.routine.sets
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

    def say(self, cues: Utterance, *, after: float = 0.0, priority: Priority = Priority.COACHING) -> Seconds:
        """Say something once everything planned has been said, each cue in its least said variant; return the end."""
        cues = tuple(self._variant(cue) for cue in cues)
        says = self.delivery.plan(cues, Seconds(self.now + after), priority)
        self.emit(*says)
        if cues:
            self.last_said = lambda: cues
        return self.delivery.free_at

    def tell(self, answer: Answer, *, after: float = 0.0, priority: Priority = Priority.COACHING) -> Seconds:
        """Say something that a verdict or time makes untrue; where it is repeated, it is composed anew."""
        end = self.say(answer(), after=after, priority=priority)
        self.last_said = answer
        return end

    def tell_result(self, answer: Answer) -> Seconds:
        """Tell what the set or the session came to; a verdict that comes before its number has it told anew."""
        self.result = answer
        return self.tell(answer)

    def count(self, counts: Utterance, not_before: Seconds) -> Seconds:
        """Say counts from a time on, their beats a second apart; return the first beat."""
        lead = max(self.delivery.beat(cue) - number for number, cue in enumerate(counts))
        first = on_grid(not_before + lead)
        for number, cue in enumerate(counts):
            at = on_grid(first + number - self.delivery.beat(cue))
            self.emit(self.delivery.place(cue, at, Priority.COUNT))
        return first

    def after_beat(self, cue: CueId) -> Seconds:
        """Return how long a cue still sounds after its beat."""
        return Seconds(self.delivery.length(cue) - self.delivery.beat(cue))

    def call(self, cue: CueId, at: Seconds) -> None:
        """Say a cue exactly at a time, in its least said variant."""
        self.emit(self.delivery.place(self._variant(cue), at, Priority.COUNT))

    def _variant(self, cue: CueId) -> CueId:
        said = self.course.said
        variant = min(self.delivery.variants(cue), key=lambda one: said[one])
        said[variant] += 1
        return variant

    def chime(self, earcon: str) -> None:
        """Play a signal over whatever is said."""
        self.emit(Say(cue=CueId(f"earcon.{earcon}"), at=self.now, priority=Priority.CHATTER))

    def ask_first(self, heard: Heard) -> None:
        """Ask whether a command that is hard to take back is meant."""
        self.settle(Reason.PAUSED)
        self.hush()
        self.course.pending = heard
        self.interrupt(Trigger.ASK)

    def hush(self) -> None:
        """Fall silent and forget what was planned."""
        if self.delivery.is_speaking(self.now):
            self.emit(Hush(at=self.now))
        self.delivery.cut(self.now)

    def reply(self, answer: Answer) -> None:
        """Answer at the next phrase boundary and then say the rest; during a rep, keep the question for later."""
        if self.phase in UNSPOKEN:
            self.course.notes.append(answer)
        else:
            self._put_in(answer(), gap=0.0)

    def explain(self, answer: CueId) -> None:
        """Answer a question, which takes longer than a reply: a rep, its number and the plank come first."""
        if self.phase in UNSPOKEN or self.phase is Phase.PLANK or self.ledger.provisional:
            self.course.answers.append(answer)
        else:
            self._put_in((answer,), gap=0.0)
            self.last_said = lambda: (answer,)
        self.course.answered = answer

    def cut_answer(self) -> bool:
        """Cut short the answer that sounds, and go on with what comes after it; say whether one did."""
        is_answering = self._is_answering
        if is_answering:
            self._put_in((), gap=0.0)
        return is_answering

    @property
    def _is_answering(self) -> bool:
        answer = self.course.answered
        return answer is not None and self.delivery.sounds(answer, self.now)

    def offer(self, commands: tuple[Command, Command]) -> None:
        """Ask at the next phrase boundary which of two commands was meant, and say the rest after a while."""
        first, *_, last = self._put_in(script.did_you_say(*commands), gap=ANSWER_WITHIN)
        until = last.at + self.delivery.length(last.cue) + ANSWER_WITHIN
        self.course.offer = Offer(commands=commands, since=first.at, until=on_grid(until))
        self.part.offered(self)

    def _put_in(self, cues: Utterance, *, gap: float) -> tuple[Say, ...]:
        """Say something at the next phrase boundary, and the rest after a gap; an offer not yet begun is dropped.

        The answer to a question gives way at once, and so does a tally that this makes untrue.
        """
        untrue = self._made_untrue_by(cues)
        is_cut = bool(untrue) or self._is_answering
        boundary, rest = self.delivery.break_off(self.now, at_once=is_cut)
        if rest or is_cut:
            self.emit(Hush(at=boundary))
        put_in = self.delivery.plan(cues, self.now, Priority.CHATTER)
        self.emit(*put_in)
        resumed = Seconds(self.delivery.free_at + gap)
        for says in (*untrue, *rest):
            self.emit(*self.delivery.plan(self._after(cues, says), resumed, says[0].priority))
        self.part.replied(self)
        return put_in

    def _made_untrue_by(self, cues: Utterance) -> tuple[tuple[Say, ...], ...]:
        """Return what sounds and would yet tell a tally that this changes."""
        if script.VERDICTS.isdisjoint(cues):
            return ()
        sounding = ((says, script.tally_in(_cues(says))) for says in self.delivery.begun(self.now))
        return tuple(says for says, place in sounding if place is not None and says[place].at > self.now)

    def _after(self, cues: Utterance, says: tuple[Say, ...]) -> Utterance:
        """Return what remains to be said of an utterance that had to wait for this one."""
        waiting = _cues(says)
        if waiting[0] == script.DID_YOU_SAY:
            return ()
        if script.TALLIES.isdisjoint(cues) or script.tally_in(waiting) is None:
            return waiting
        if script.RESULTS.isdisjoint(waiting):
            return ()
        return waiting if script.VERDICTS.isdisjoint(cues) else self.result()

    def cut_rep(self, cues: Utterance) -> None:
        """Say why a rep is over before its end, and gather for the next one."""
        self.hush()
        self.say(cues, after=0.25)
        self.go(Trigger.CUT_REP)

    def say_notes(self, *, after: float = 0.0) -> None:
        """Give the answers that were kept back during the rep; longer ones only once it has its number."""
        for note in self.course.notes:
            self.tell(note, after=after, priority=Priority.CHATTER)
        self.course.notes.clear()
        if self.ledger.provisional:
            return
        for answer in self.course.answers:
            self.say((answer,), priority=Priority.CHATTER)
        self.course.answers.clear()

    def credit(self) -> Rep | None:
        """Count the provisional rep, if there is one."""
        rep = self.ledger.credit()
        self._emit_credit(rep)
        return rep

    def undo(self) -> Rep | None:
        """Take the last verdict back, if there is one: the rep counts, or is done again where it was cut short."""
        rep = self.ledger.undo(self.now)
        if rep and rep.verdict is Verdict.CREDITED:
            self._emit_credit(rep)
        elif rep and rep.reason:
            self.emit(Void(at=self.now, set=rep.set, rep=rep.number, reason=rep.reason))
        return rep

    def _emit_credit(self, rep: Rep | None) -> None:
        if rep:
            self.emit(Credit(at=self.now, set=rep.set, rep=rep.number))

    def void(self, rep: Rep, reason: Reason) -> None:
        """Take a rep out of the tally."""
        self.ledger.void(rep, reason, self.now)
        self.emit(Void(at=self.now, set=rep.set, rep=rep.number, reason=reason))

    def note_alarm(self, alarm: Command) -> None:
        """Remember what hurt, and in which kind; choose what that leads to."""
        course = self.course
        self.response = respond(alarm, course.alarms, is_hanging=not course.is_on_the_floor)
        course.alarms = (*course.alarms, alarm)
        course.hurt_in = gentler_of(course.hurt_in, course.variation)
        self.emit(NoteAlarm(at=self.now, variation=course.variation))

    def settle(self, reason: Reason) -> None:
        """Leave no rep open: interrupt what ran when the person began to speak, else credit what awaits its verdict."""
        begun = self.now if self.spoken_at is None else self.spoken_at
        if broken_off := self.ledger.running or self.ledger.breaks_off(begun):
            self.void(broken_off, reason)
        self.credit()

    def take(self, variation: Variation) -> None:
        """Go on with another variation, of whose quality nothing is known yet."""
        self.course.take(variation)
        self.course.judged_from = len(self.ledger.reps)

    def tally(self) -> Utterance:
        """Return how many reps of this set count, or of the session once the sets are done."""
        is_over = self.course.set > self.course.routine.sets
        return script.tally(self.ledger.credited(None if is_over else self.course.set))

    def reps_to_do(self, set_number: int) -> int:
        """Return how many reps of a set have not been attempted; none of a set that does not exist."""
        routine = self.course.routine
        return max(0, routine.reps - self.ledger.attempted(set_number)) if 1 <= set_number <= routine.sets else 0

    @property
    def next_rep(self) -> int:
        """Return the place in the set of the rep that runs, or comes next."""
        running = self.ledger.running
        return running.number if running else self.ledger.next_number(self.course.set)

    @property
    def next_set(self) -> int:
        """Return the next set with reps to do, or one more than there are sets."""
        return min(self._later_sets(), default=self.course.routine.sets + 1)

    def whats_left(self) -> Utterance:
        """Return what remains of this set and of the session."""
        reps, sets = self.reps_to_do(self.course.set), len(self._later_sets())
        return script.whats_left(reps, sets, has_plank=self.course.routine.plank > 0)

    def _later_sets(self) -> tuple[int, ...]:
        later = range(self.course.set + 1, self.course.routine.sets + 1)
        return tuple(number for number in later if self.reps_to_do(number))


def _cues(says: tuple[Say, ...]) -> Utterance:
    return tuple(say.cue for say in says)
