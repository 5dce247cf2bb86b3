"""Tempo: how long each stretch of a rep takes."""

from dataclasses import dataclass, replace
from typing import Self

from voicecoach.core.units import Seconds

SHORTEST_DESCENT = 3
LONGEST_DESCENT = 4
"""Counts of a descent: three or four seconds (article, "The Ascent and Descent")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tempo:
    """Durations of a rep's stretches, in the order in which they happen."""

    lift: Seconds = Seconds(3.0)
    """The longest that the self-paced concentric stretch may take."""
    hold: Seconds = Seconds(1.2)
    descent: int = SHORTEST_DESCENT
    """Counts of the eccentric stretch, one a second."""
    stop_point: Seconds = Seconds(1.0)

    def slower(self) -> Self | None:
        """Return the tempo with one more count, or nothing at the longest."""
        return self._with_descent(self.descent + 1)

    def faster(self) -> Self | None:
        """Return the tempo with one count fewer, or nothing at the shortest."""
        return self._with_descent(self.descent - 1)

    def _with_descent(self, counts: int) -> Self | None:
        return replace(self, descent=counts) if SHORTEST_DESCENT <= counts <= LONGEST_DESCENT else None
