"""What `bench live` found, as figures."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from voicecoach.bench.interval import Share
from voicecoach.bench.live.beats import Found, Planned
from voicecoach.core.units import RATE

LATEST = 25.0
"""Milliseconds by which no count may be late, whatever the machine does."""

FAR_APART = 10 * RATE
"""Samples between two counts from which they tell of drift; nearer ones tell of jitter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stumbles:
    """What the journal says that the sound devices did not manage."""

    underflows: int
    overflows: int
    slips: int
    late_counts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """How the counts of one session lay on the beat; milliseconds."""

    is_busy: bool
    """Two busy processes, and a busy thread in the program itself."""
    minutes: float
    descents: int
    found: Share
    """Counts that were found in the recording, of those that were said."""
    off_p50: float | None
    """From the grid of a second that begins with the first count of the descent."""
    off_p99: float | None
    off_max: float | None
    later_than_allowed: int
    """Counts more than 25 ms off that grid."""
    drift: float | None
    """Parts in a million by which the speaker is slower than the session clock; the median of all pairs of counts."""
    slipped: float | None
    """By how much later the last count lay than the first one; pauses of the device add up here."""
    stumbles: Stumbles | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One part of the start."""

    name: str
    seconds: float
    computed: float | None
    """Of these, what the program itself computed: the rest is waiting for a disk, a device or a busy machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a session that listens takes."""

    core: float
    """Percent of one core, from the first sound on."""
    megabytes: float
    """Resident at most."""
    start: float | None
    """Seconds from the program's start to its first sound at the speaker, with warm caches."""
    steps: tuple[Step, ...]
    """What the start consists of, one after the other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveReport:
    """Everything that was measured."""

    version: str
    cores: int
    load: float
    """Programs that wanted a core in the minute before, on average."""
    counting: tuple[Counting, ...]
    cost: Cost


def counting(
    planned: Sequence[Planned], found: Sequence[Found], *, minutes: float, is_busy: bool, stumbles: Stumbles | None
) -> Counting:
    """Return the figures of one session."""
    off = [1000 * abs(one.late - first.late) for one, first in _with_first(found)]
    return Counting(
        is_busy=is_busy,
        minutes=round(minutes, 2),
        descents=len({one.descent for one in planned}),
        found=Share(count=len(found), of=len(planned)),
        off_p50=_quantile(off, 0.5),
        off_p99=_quantile(off, 0.99),
        off_max=_quantile(off, 1.0),
        later_than_allowed=sum(one > LATEST for one in off),
        drift=_drift(found),
        slipped=round(1000 * (found[-1].late - found[0].late), 3) if found else None,
        stumbles=stumbles,
    )


def _with_first(found: Sequence[Found]) -> list[tuple[Found, Found]]:
    """Return each count with the first one of its descent, whose own place is the grid's beginning."""
    firsts: dict[int, Found] = {}
    return [(one, firsts.setdefault(one.planned.descent, one)) for one in found]


def _quantile(values: Sequence[float], share: float) -> float | None:
    return round(float(np.quantile(values, share)), 3) if values else None


def _drift(found: Sequence[Found]) -> float | None:
    """Return the median slope of all pairs, which a single slip does not bend (Theil 1950)."""
    slopes = [
        (after.late - before.late) * RATE / (after.planned.start - before.planned.start)
        for before, after in combinations(found, 2)
        if after.planned.start - before.planned.start >= FAR_APART
    ]
    return round(1e6 * float(np.median(slopes)), 2) if slopes else None
