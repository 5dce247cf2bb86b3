"""What the coach is saying and will say: cues on the session clock, one after the other."""

from collections.abc import Iterable, Mapping
from itertools import count, takewhile

from voicecoach.core.effects import Priority, Say
from voicecoach.core.units import CueId, Samples, Seconds, on_grid, seconds

BREATH = Seconds(0.12)
"""Silence between two cues of one utterance."""


class Delivery:
    """The coach's own timeline of speech; nothing on it overlaps but earcons."""

    def __init__(self, lengths: Mapping[CueId, Samples], beats: Mapping[CueId, Samples] | None = None) -> None:
        """Begin with nothing to say; `beats` tells where in a cue its beat is perceived, samples from its start."""
        self._lengths = lengths
        self._beats = beats or {}
        self._planned: list[tuple[Say, ...]] = []
        """Utterances, each as its cues, that have not ended yet."""
        self._last: dict[CueId, Seconds] = {}
        """When each cue was, or will be, said to its end for the last time."""
        self.free_at = Seconds(0.0)
        """When everything planned has been said."""

    def length(self, cue: CueId) -> Seconds:
        """Return how long a cue sounds."""
        return seconds(self._lengths[cue])

    def beat(self, cue: CueId) -> Seconds:
        """Return how long after its start a cue's beat is perceived."""
        return seconds(self._beats.get(cue, 0))

    def variants(self, cue: CueId) -> tuple[CueId, ...]:
        """Return a cue and the others that say the same, which are numbered from 2."""
        others = (CueId(f"{cue}.{number}") for number in count(2))
        return (cue, *takewhile(lambda other: other in self._lengths, others))

    def plan(self, cues: Iterable[CueId], not_before: Seconds, priority: Priority) -> tuple[Say, ...]:
        """Place cues one after the other, once everything planned has been said."""
        at = on_grid(max(not_before, self.free_at))
        says: list[Say] = []
        for cue in cues:
            says.append(Say(cue=cue, at=at, priority=priority))
            self.free_at = self._end(says[-1])
            at = on_grid(self.free_at + BREATH)
        self._add(tuple(says))
        return tuple(says)

    def place(self, cue: CueId, at: Seconds, priority: Priority) -> Say:
        """Place one cue exactly at a time."""
        say = Say(cue=cue, at=on_grid(at), priority=priority)
        self.free_at = max(self.free_at, self._end(say))
        self._add((say,))
        return say

    def is_speaking(self, at: Seconds) -> bool:
        """Say whether a cue sounds at a time, or will."""
        return self.free_at > at

    def was_said(self, cue: CueId, since: float) -> bool:
        """Say whether a cue was said to its end since a time, or will be."""
        return self._last.get(cue, float("-inf")) >= since

    def forget_before(self, at: Seconds) -> None:
        """Forget what has been said by now."""
        self._planned = [says for says in self._planned if self._end(says[-1]) > at]

    def cut(self, at: Seconds) -> None:
        """Forget what is being said and what was planned."""
        self._forget_after(at)
        self._planned = []
        self.free_at = at

    def sounds(self, cue: CueId, at: Seconds) -> bool:
        """Say whether a certain cue sounds at a time."""
        return any(say.cue == cue and say.at <= at < self._end(say) for says in self._planned for say in says)

    def begun(self, at: Seconds) -> tuple[tuple[Say, ...], ...]:
        """Return the utterances that sound at a time, each with what is still to come of it."""
        return tuple(says for says in self._planned if says[0].at <= at < self._end(says[-1]))

    def break_off(self, at: Seconds, *, at_once: bool = False) -> tuple[Seconds, tuple[tuple[Say, ...], ...]]:
        """Forget what comes after the utterance that sounds at `at`; return its end and what was forgotten.

        At once means that it is cut short, and not among what is returned.
        """
        begun = [says for says in self._planned if says[0].at <= at and not at_once]
        forgotten = tuple(says for says in self._planned if says[0].at > at)
        self._planned = begun
        self.free_at = max([at, *(self._end(says[-1]) for says in begun)])
        self._forget_after(self.free_at)
        return self.free_at, forgotten

    def _add(self, says: tuple[Say, ...]) -> None:
        if says:
            self._planned.append(says)
        self._last.update((say.cue, self._end(say)) for say in says)

    def _forget_after(self, at: Seconds) -> None:
        self._last = {cue: end for cue, end in self._last.items() if end <= at}

    def _end(self, say: Say) -> Seconds:
        return on_grid(say.at + self.length(say.cue))
