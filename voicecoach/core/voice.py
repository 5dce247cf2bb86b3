"""The coach's mouth: what it says one after the other, exactly at a time, or in between."""

from collections import Counter

from voicecoach.core import script
from voicecoach.core.course import Answer
from voicecoach.core.delivery import Delivery
from voicecoach.core.effects import Hush, Priority, Say
from voicecoach.core.script import Utterance
from voicecoach.core.turn import Moment
from voicecoach.core.units import CueId, Seconds, on_grid

FRESH = Seconds(20.0)
"""How long something that was explained need not be explained again."""


class Voice:
    """Say things on the timeline of the coach's speech, and remember what must be told anew when it becomes untrue."""

    def __init__(self, delivery: Delivery, moment: Moment) -> None:
        self._delivery = delivery
        self._moment = moment
        self._said: Counter[CueId] = Counter()
        """How often each cue was said, so that its variants take turns."""
        self.answered: CueId | None = None
        """The last answer to a question; while it sounds it may be cut short."""
        self._result: Answer = lambda: ()
        """What the set or the session came to, as it was told last."""
        self.last_said: Answer = lambda: ()
        """What was said last, composed anew where a verdict changes it."""

    def is_fresh(self, cue: CueId) -> bool:
        """Say whether a cue was said only just now, or is being said."""
        return self._delivery.was_said(cue, self._moment.now - FRESH)

    @property
    def is_answering(self) -> bool:
        """Say whether the answer to a question sounds."""
        return self.answered is not None and self._delivery.sounds(self.answered, self._moment.now)

    def say(self, cues: Utterance, *, after: float = 0.0, priority: Priority = Priority.COACHING) -> Seconds:
        """Say something once everything planned has been said, each cue in its least said variant; return the end."""
        cues = tuple(self._variant(cue) for cue in cues)
        says = self._delivery.plan(cues, Seconds(self._moment.now + after), priority)
        self._moment.emit(*says)
        if cues:
            self.last_said = lambda: cues
        return self._delivery.free_at

    def tell(self, answer: Answer, *, after: float = 0.0, priority: Priority = Priority.COACHING) -> Seconds:
        """Say something that a verdict or time makes untrue; where it is repeated, it is composed anew."""
        end = self.say(answer(), after=after, priority=priority)
        self.last_said = answer
        return end

    def tell_result(self, answer: Answer) -> Seconds:
        """Tell what the set or the session came to; a verdict that comes before its number has it told anew."""
        self._result = answer
        return self.tell(answer)

    def count(self, counts: Utterance, not_before: Seconds, *, every: int = 1) -> Seconds:
        """Say every so many-th count from a time on, the beats of all a second apart; return the first beat."""
        lead = max(self._delivery.beat(cue) - number for number, cue in enumerate(counts))
        first = on_grid(not_before + lead)
        for number, cue in list(enumerate(counts))[::every]:
            at = on_grid(first + number - self._delivery.beat(cue))
            self._moment.emit(self._delivery.place(cue, at, Priority.COUNT))
        return first

    def after_beat(self, cue: CueId) -> Seconds:
        """Return how long a cue still sounds after its beat."""
        return Seconds(self._delivery.length(cue) - self._delivery.beat(cue))

    def call(self, cue: CueId, at: Seconds) -> None:
        """Say a cue exactly at a time, in its least said variant."""
        self._moment.emit(self._delivery.place(self._variant(cue), at, Priority.COUNT))

    def _variant(self, cue: CueId) -> CueId:
        variant = min(self._delivery.variants(cue), key=lambda one: self._said[one])
        self._said[variant] += 1
        return variant

    def chime(self, earcon: str) -> None:
        """Play a signal over whatever is said."""
        self._moment.emit(Say(cue=CueId(f"earcon.{earcon}"), at=self._moment.now, priority=Priority.CHATTER))

    def hush(self) -> None:
        """Fall silent and forget what was planned."""
        if self._delivery.is_speaking(self._moment.now):
            self._moment.emit(Hush(at=self._moment.now))
        self._delivery.cut(self._moment.now)

    def put_in(self, cues: Utterance, *, gap: float = 0.0) -> tuple[Say, ...]:
        """Say something at the next phrase boundary, and the rest after a gap; an offer not yet begun is dropped.

        The answer to a question gives way at once, and so does a tally that this makes untrue.
        """
        untrue = self._made_untrue_by(cues)
        is_cut = bool(untrue) or self.is_answering
        boundary, rest = self._delivery.break_off(self._moment.now, at_once=is_cut)
        if rest or is_cut:
            self._moment.emit(Hush(at=boundary))
        put_in = self._delivery.plan(cues, self._moment.now, Priority.CHATTER)
        self._moment.emit(*put_in)
        resumed = Seconds(self._delivery.free_at + gap)
        for says in (*untrue, *rest):
            self._moment.emit(*self._delivery.plan(self._after(cues, says), resumed, says[0].priority))
        return put_in

    def _made_untrue_by(self, cues: Utterance) -> tuple[tuple[Say, ...], ...]:
        """Return what sounds and would yet tell a tally that this changes."""
        if script.VERDICTS.isdisjoint(cues):
            return ()
        sounding = ((says, script.tally_in(_cues(says))) for says in self._delivery.begun(self._moment.now))
        return tuple(says for says, place in sounding if place is not None and says[place].at > self._moment.now)

    def _after(self, cues: Utterance, says: tuple[Say, ...]) -> Utterance:
        """Return what remains to be said of an utterance that had to wait for this one."""
        waiting = _cues(says)
        if waiting[0] == script.DID_YOU_SAY:
            return ()
        if script.TALLIES.isdisjoint(cues) or script.tally_in(waiting) is None:
            return waiting
        if script.RESULTS.isdisjoint(waiting):
            return ()
        return waiting if script.VERDICTS.isdisjoint(cues) else self._result()


def _cues(says: tuple[Say, ...]) -> Utterance:
    return tuple(say.cue for say in says)
