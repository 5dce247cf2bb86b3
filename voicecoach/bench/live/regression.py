"""Whether a live session has become worse than a report that was kept says it was."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from voicecoach.bench.encoding import Json, as_json
from voicecoach.bench.live.report import LiveReport
from voicecoach.bench.regression import Figure, all_worse
from voicecoach.core.errors import CorpusBroken

OFF_TOLERANCE = 5.0
"""Milliseconds; what is asked for of an idle machine."""

DRIFT_TOLERANCE = 5.0
"""Parts in a million, either way: 3 ms in ten minutes."""

STUMBLES_TOLERANCES = {"underflows": 5.0, "overflows": 5.0, "slips": 1.0, "late_counts": 0.0}
"""How many more of each are borne: a shared machine stalls for a tenth of a second now and then, five blocks."""

CORE_TOLERANCE = 5.0
"""Percent of one core: shared machines differ by a third of what a session takes."""

MEMORY_TOLERANCE = 20.0
"""Megabytes."""

START_TOLERANCE = 0.5
"""Seconds: a machine that does something else takes as much longer."""


_IDLE, _BUSY = "idle", "busy"


def read_kept(kept: Path) -> Mapping[str, Figure]:
    """Return the figures of a report that was kept, by name; raises CorpusBroken when the file is none."""
    try:
        return {figure.name: figure for figure in _figures(json.loads(kept.read_text(encoding="utf-8")))}
    except (OSError, ValueError, KeyError, TypeError) as failure:
        raise CorpusBroken(f"{kept} is no report of bench live ({failure}); make one with -o") from failure


def regressions(now: LiveReport, before: Mapping[str, Figure]) -> tuple[str, ...]:
    """Return a line for each figure that is worse than it was in a report that was kept.

    A figure that is missing is worse, but for those of a busy machine where none was asked for. A count that is
    missing, or later than a person would bear, is always worse, whatever was kept.
    """
    is_busy_asked = any(one.is_busy for one in now.counting)
    asked = [figure for name, figure in before.items() if is_busy_asked or not name.startswith(_BUSY)]
    return (*_unbearable(now), *all_worse(_figures(json.loads(as_json(now))), asked))


def _unbearable(now: LiveReport) -> Iterator[str]:
    for one in now.counting:
        machine = _BUSY if one.is_busy else _IDLE
        if missing := one.found.of - one.found.count:
            yield f"{machine}: {missing} counts were not heard"
        if one.later_than_allowed:
            yield f"{machine}: {one.later_than_allowed} counts were too late"


def _figures(report: Mapping[str, Json]) -> Iterator[Figure]:
    for one in _list(report["counting"]):
        machine = _BUSY if one["is_busy"] else _IDLE
        yield from _figure(f"{machine}: off the beat p99, ms", one["off_p99"], OFF_TOLERANCE)
        yield from _figure(f"{machine}: drift, ppm", _size(one["drift"]), DRIFT_TOLERANCE)
        for stumbles in _list([one["stumbles"]] if one["stumbles"] else []):
            for name, tolerance in STUMBLES_TOLERANCES.items():
                yield from _figure(f"{machine}: {name.replace('_', ' ')}", stumbles[name], tolerance)
    (cost,) = _list([report["cost"]])
    yield from _figure("one core, %", cost["core"], CORE_TOLERANCE)
    yield from _figure("resident, MB", cost["megabytes"], MEMORY_TOLERANCE)
    yield from _figure("first sound, s", cost["start"], START_TOLERANCE)


def _size(value: Json) -> Json:
    return abs(value) if isinstance(value, int | float) else None


def _figure(name: str, value: Json, tolerance: float) -> Iterator[Figure]:
    if isinstance(value, int | float):
        yield Figure(name=name, value=value, tolerance=tolerance, more_is_better=False)


def _list(value: Json) -> list[dict[str, Json]]:
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise TypeError("a part of the report is missing")
    return [one for one in value if isinstance(one, dict)]
