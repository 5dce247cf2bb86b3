"""How far a counted share or rate can be trusted."""

from dataclasses import dataclass
from math import sqrt
from statistics import NormalDist

_Z = NormalDist().inv_cdf(0.975)  # 95 %, two-sided


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How many of how many."""

    count: int
    of: int

    @property
    def value(self) -> float | None:
        """Return the share, 0 to 1, or nothing where nothing was counted."""
        return self.count / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float]:
        """Return the 95 % score interval (Wilson 1927, Probable inference)."""
        if not self.of:
            return 0.0, 1.0
        share, spread = self.count / self.of, _Z * _Z / self.of
        middle = (share + spread / 2) / (1 + spread)
        reach = sqrt(spread * share * (1 - share) + spread * spread / 4) / (1 + spread)
        return max(0.0, middle - reach), min(1.0, middle + reach)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """How many in how many hours."""

    count: int
    hours: float

    @property
    def value(self) -> float | None:
        """Return how many an hour, or nothing where no time passed."""
        return self.count / self.hours if self.hours else None

    @property
    def interval(self) -> tuple[float, float | None]:
        """Return the 95 % interval of the rate of a Poisson process.

        The approximation of Byar (Breslow and Day 1987, Statistical Methods in Cancer Research II, 2.3).
        """
        if not self.hours:
            return 0.0, None
        more = self.count + 1
        high = more * (1 - 1 / (9 * more) + _Z / (3 * sqrt(more))) ** 3
        if not self.count:
            return 0.0, high / self.hours
        low = self.count * (1 - 1 / (9 * self.count) - _Z / (3 * sqrt(self.count))) ** 3
        return max(0.0, low) / self.hours, high / self.hours
