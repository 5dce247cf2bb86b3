"""How long after its last sound a command is acted on, on the sample clock."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from voicecoach.bench.outcome import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Latency:
    """Seconds from the end of the words to the command; nothing where none was right."""

    name: str
    count: int
    median: float | None
    p95: float | None


def latency(name: str, outcomes: Iterable[Outcome]) -> Latency:
    """Return the latency of those takes that were understood as they are, without noise or room."""
    taken = [outcome.latency for outcome in outcomes if outcome.latency is not None]
    if not taken:
        return Latency(name=name, count=0, median=None, p95=None)
    median, late = (round(float(np.quantile(taken, share)), 4) for share in (0.5, 0.95))
    return Latency(name=name, count=len(taken), median=median, p95=late)
