"""What the coach remembers of earlier sessions, and what a session adds to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

from voicecoach.core.exercise import Variation
from voicecoach.core.ledger import ATTEMPTED, Verdict
from voicecoach.core.progress import Decision, SessionDone, SetDone, decide
from voicecoach.core.schedule import Day


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """One person's last sessions."""

    today: Day
    sessions: tuple[SessionDone, ...] = ()
    """Those that count, oldest first; the rules look at two."""
    is_rest_day: bool = False
    """Whether a session today comes too soon."""
    earlier: int = 0
    """Sessions that counted, as far as is looked back."""
    sits: bool | None = None
    """Whether the person sits for most of the day; nothing until they were asked."""
    familiar: int = 0
    """How many of these were of the variation that today asks for."""

    @property
    def for_today(self) -> Decision:
        """Return what today's session asks for."""
        return decide(self.sessions, self.today)

    def after(self, done: SessionDone) -> Decision:
        """Return what the session after today's asks for."""
        return decide((*self.sessions, done), self.today)


NOTHING = Memory(today=Day(1))
"""The memory of a rehearsal, which has no date and no session before it."""


class Judged(Protocol):
    """A rep of which it is known how it was done and what became of it."""

    @property
    def set(self) -> int:
        """Return which set it belongs to, from 1."""

    @property
    def variation(self) -> Variation:
        """Return how it was done."""

    @property
    def descent(self) -> int:
        """Return the counts of its descent."""

    @property
    def verdict(self) -> Verdict:
        """Return what became of it."""


def sets_of(reps: Sequence[Judged]) -> tuple[SetDone, ...]:
    """Return the tallies of the sets in which a rep was attempted."""
    tried = sorted((rep for rep in reps if rep.verdict in ATTEMPTED), key=lambda rep: rep.set)
    return tuple(_tally(number, list(of_set)) for number, of_set in groupby(tried, key=lambda rep: rep.set))


def _tally(number: int, reps: list[Judged]) -> SetDone:
    perfect = sum(rep.verdict is Verdict.CREDITED for rep in reps)
    return SetDone(
        number=number,
        variation=reps[-1].variation,
        descent=min(rep.descent for rep in reps),
        attempted=len(reps),
        perfect=perfect,
        voided=len(reps) - perfect,
    )
