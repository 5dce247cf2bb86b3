"""Tempo: how long each stretch of a rep takes, and the notation that says so."""

import re
from dataclasses import dataclass, replace
from typing import Self

from voicecoach.core.units import Seconds

SHORTEST_DESCENT = 3
LONGEST_DESCENT = 4
"""Counts of a descent: three or four seconds (article, "The Ascent and Descent")."""


OWN_PACE = Seconds(3.0)
"""The longest that a lift at the person's own pace may take."""

_NOTATION = re.compile(r"(\d+)-(\d+(?:\.\d+)?)-(X|\d+(?:\.\d+)?)-(\d+(?:\.\d+)?)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tempo:
    """Durations of a rep's stretches, in the order in which they happen."""

    lift: Seconds = OWN_PACE
    """The longest that the self-paced concentric stretch may take."""
    hold: Seconds = Seconds(1.2)
    descent: int = SHORTEST_DESCENT
    """Counts of the eccentric stretch, one a second."""
    stop_point: Seconds = Seconds(1.0)

    @classmethod
    def read(cls, notation: str) -> Self:
        """Return the tempo of the usual notation: seconds down, at the bottom, up, at the top; X is one's own pace.

        Raises ValueError where it is none.
        """
        found = _NOTATION.fullmatch(notation.strip().upper())
        if found is None:
            raise ValueError(f"{notation!r} is no tempo; write seconds down, pause, up, pause, as in 3-0-X-1")
        down, bottom, up, top = found.groups()
        return cls(
            descent=int(down),
            stop_point=Seconds(float(bottom)),
            lift=OWN_PACE if up == "X" else Seconds(float(up)),
            hold=Seconds(float(top)),
        )

    @property
    def notation(self) -> str:
        """Return it in the usual notation."""
        up = "X" if self.lift == OWN_PACE else f"{self.lift:g}"
        return f"{self.descent}-{self.stop_point:g}-{up}-{self.hold:g}"

    def lowered(self, counts: int) -> Self:
        """Return the tempo with another descent."""
        return replace(self, descent=counts)
