"""Which reps count: an entry a rep, from which every tally is derived."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import count

from voicecoach.core.effects import Reason
from voicecoach.core.exercise import USUAL, Variation
from voicecoach.core.units import Seconds

PROVISIONAL_FOR = Seconds(1.5)
"""How long a rep stays open to a verdict after its end before it is credited."""

UNDO_WITHIN = Seconds(30.0)
"""How long a verdict can be taken back: later, nobody remembers which rep it was about."""

INTERRUPTIONS = frozenset((Reason.PAUSED, Reason.STOPPED, Reason.SKIPPED, Reason.CHANGED))
"""Reasons for which a rep was not attempted to its end and is done again."""


class Verdict(StrEnum):
    """What became of a rep."""

    RUNNING = "running"
    PROVISIONAL = "provisional"
    CREDITED = "credited"
    VOIDED = "voided"
    INTERRUPTED = "interrupted"


ATTEMPTED = frozenset((Verdict.PROVISIONAL, Verdict.CREDITED, Verdict.VOIDED))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rep:
    """One rep of one set."""

    set: int
    number: int
    """Place in the set, from 1; a rep that is done again keeps its place."""
    start: Seconds
    end: Seconds | None = None
    verdict: Verdict = Verdict.RUNNING
    reason: Reason | None = None
    variation: Variation = USUAL
    descent: int = 3
    """Counts of its descent."""


MOST_VOIDED = 2
"""Voided reps in a row that end a set; fewer end none."""


def is_quality_gone(reps: Sequence[Rep]) -> bool:
    """Say whether reps of one set show that going on makes no sense: two voided in a row, or more voided than not."""
    done = [rep.verdict for rep in reps if rep.verdict in (Verdict.CREDITED, Verdict.VOIDED)]
    voided = done.count(Verdict.VOIDED)
    if voided < MOST_VOIDED:
        return False
    return voided > len(done) - voided or done[-MOST_VOIDED:] == [Verdict.VOIDED] * MOST_VOIDED


class Ledger:
    """The reps of a session in the order in which they began."""

    def __init__(self, reps: tuple[Rep, ...] = ()) -> None:
        self._reps = list(reps)
        self._carried = len(reps)
        """Reps of an interrupted session, whose times are not of this one's clock."""
        self._before: list[tuple[int, Rep, Seconds]] = []

    @property
    def reps(self) -> tuple[Rep, ...]:
        """Return every entry, oldest first."""
        return tuple(self._reps)

    @property
    def here(self) -> tuple[Rep, ...]:
        """Return the entries of this session, whose times are of its clock, oldest first."""
        return tuple(self._reps[self._carried :])

    @property
    def running(self) -> Rep | None:
        """Return the rep that has begun and not ended."""
        return self._last_with(Verdict.RUNNING)

    @property
    def provisional(self) -> Rep | None:
        """Return the rep that has ended and awaits its verdict."""
        return self._last_with(Verdict.PROVISIONAL)

    def credited(self, set_number: int | None = None) -> int:
        """Count the perfect reps of a set, or of the session."""
        return self._count(frozenset((Verdict.CREDITED,)), set_number)

    def attempted(self, set_number: int | None = None) -> int:
        """Count the reps of a set, or of the session, that were done to their end or failed."""
        return self._count(ATTEMPTED, set_number)

    def next_number(self, set_number: int) -> int:
        """Return the place in a set of the rep that comes next: the first one that no attempted rep has."""
        taken = {rep.number for rep in self._reps if rep.set == set_number and rep.verdict in ATTEMPTED}
        return next(number for number in count(1) if number not in taken)

    def begin(self, set_number: int, at: Seconds, *, variation: Variation = USUAL, descent: int = 3) -> Rep:
        """Open the entry of the next rep of a set."""
        if self.running:
            raise ValueError(f"rep {self.running.number} of set {self.running.set} has not ended")
        number = self.next_number(set_number)
        rep = Rep(set=set_number, number=number, start=at, variation=variation, descent=descent)
        self._reps.append(rep)
        return rep

    def end(self, at: Seconds) -> Rep | None:
        """Make the running rep provisional and return it."""
        return self._become(self.running, verdict=Verdict.PROVISIONAL, end=at)

    def credit(self) -> Rep | None:
        """Count the provisional rep as perfect and return it."""
        return self._become(self.provisional, verdict=Verdict.CREDITED)

    def void(self, rep: Rep, reason: Reason, at: Seconds) -> Rep:
        """Take a rep out of the tally, ending it if it still runs; the change can be undone."""
        place = self._reps.index(rep)
        self._before.append((place, rep, at))
        verdict = Verdict.INTERRUPTED if reason in INTERRUPTIONS else Verdict.VOIDED
        self._reps[place] = replace(rep, verdict=verdict, reason=reason, end=rep.end or at)
        return self._reps[place]

    def undo(self, at: Seconds) -> Rep | None:
        """Take the last verdict back and return the rep; pain, interruptions and old verdicts stay as they are.

        A rep that had come to its end counts again. One that the verdict cut short counts as interrupted, so that it is
        done again.
        """
        while self._before:
            place, before, since = self._before.pop()
            voided = self._reps[place]
            if at - since > UNDO_WITHIN:
                return None
            if voided.verdict is Verdict.VOIDED and voided.reason is not Reason.PAIN:
                self._reps[place] = _taken_back(before, voided)
                return self._reps[place]
        return None

    def _last_with(self, verdict: Verdict) -> Rep | None:
        last = self._reps[-1] if self._reps else None
        return last if last and last.verdict is verdict else None

    def _count(self, verdicts: frozenset[Verdict], set_number: int | None) -> int:
        return sum(rep.verdict in verdicts and set_number in (None, rep.set) for rep in self._reps)

    def _become(self, rep: Rep | None, *, verdict: Verdict, end: Seconds | None = None) -> Rep | None:
        if rep is None:
            return None
        self._reps[self._reps.index(rep)] = after = replace(rep, verdict=verdict, end=end or rep.end)
        return after


def _taken_back(before: Rep, voided: Rep) -> Rep:
    if before.verdict is Verdict.RUNNING:
        return replace(voided, verdict=Verdict.INTERRUPTED, reason=Reason.STOPPED)
    return replace(before, verdict=Verdict.CREDITED, end=voided.end)
