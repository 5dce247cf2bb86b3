"""Whether the ears have become worse than a report that was kept says they were."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from voicecoach.bench.encoding import Json, as_json
from voicecoach.bench.report import Report
from voicecoach.core.errors import CorpusBroken

SHARE_TOLERANCE = 0.02
"""By how much a share may fall or rise: two of a hundred takes, more than another processor's rounding moves.

Of fewer than fifty takes, one may.
"""

RATE_TOLERANCE = 0.5
"""False accepts an hour more than before that are borne, and one in all where an hour was not heard."""

LATENCY_TOLERANCE = 0.04
"""Seconds, two blocks of the recogniser's input."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure of a report that must not get worse."""

    name: str
    value: float
    tolerance: float
    more_is_better: bool

    def is_worse(self, before: "Figure") -> bool:
        """Say whether it is worse than it was, by more than its tolerance."""
        fall = before.value - self.value if self.more_is_better else self.value - before.value
        return fall > self.tolerance + 1e-9


def worse(now: Iterable[Figure], before: Iterable[Figure]) -> Iterator[str]:
    """Return a line for each figure that is worse than before, or that is missing now."""
    measured = {figure.name: figure for figure in now}
    for earlier in before:
        figure = measured.get(earlier.name)
        if figure is None:
            yield f"{earlier.name}: not measured, was {earlier.value:.4g}"
        elif figure.is_worse(earlier):
            yield f"{figure.name}: {figure.value:.4g}, was {earlier.value:.4g} (tolerance {figure.tolerance:.2g})"


def regressions(now: Report, kept: Path) -> tuple[str, ...]:
    """Return a line for each figure that is worse than in the report in a file.

    Raises CorpusBroken when the file is no report, or one of other recordings.
    """
    before, after = _read(kept), json.loads(as_json(now))
    for key in ("corpus_sha256", "every", "only_held_out"):
        if before["provenance"][key] != after["provenance"][key]:
            raise CorpusBroken(f"{kept} is the report of other recordings ({key} differs); make it anew with -o")
    earlier = {figure.name: figure for figure in _figures(before)}
    return tuple(
        f"{figure.name}: {figure.value:.4g}, was {earlier[figure.name].value:.4g} (tolerance {figure.tolerance:.2g})"
        for figure in _figures(after)
        if figure.name in earlier and figure.is_worse(earlier[figure.name])
    )


def _read(kept: Path) -> Mapping[str, dict[str, Json]]:
    try:
        report: Mapping[str, dict[str, Json]] = json.loads(kept.read_text(encoding="utf-8"))
        tuple(_figures(report))
        report["provenance"]["corpus_sha256"]
    except (OSError, ValueError, KeyError, TypeError) as failure:
        raise CorpusBroken(f"{kept} is no report of bench hearing ({failure}); make one with -o") from failure
    return report


def _figures(report: Mapping[str, Json]) -> Iterator[Figure]:
    people = _of(report["people"])
    for group in _each(people["by_snr"]):
        yield from _shares(f"people, {group['name']}", group)
    for group in _each(people["latency"]):
        yield from _latencies(f"latency, {group['name']}", group)
    for group in _each(report["false_accepts"]):
        yield from _rates(f"false accepts, {group['name']}", group)
    if report["synthetic"]:
        voices = _of(report["synthetic"])
        yield from _shares("voices, as rendered", _of(voices["total"]))
        yield from _shares("voices, in rooms", _of(voices["in_rooms"]))


def _shares(name: str, group: Mapping[str, Json]) -> Iterator[Figure]:
    for key, more_is_better in (("right", True), ("wrong", False)):
        share, takes = _of(group[key])["share"], _of(group[key])["of"]
        if isinstance(share, int | float) and isinstance(takes, int):
            tolerance = max(SHARE_TOLERANCE, 1 / takes)
            yield Figure(name=f"{name}: {key}", value=share, tolerance=tolerance, more_is_better=more_is_better)


def _rates(name: str, group: Mapping[str, Json]) -> Iterator[Figure]:
    for key in ("all", "lasting"):
        rate = _of(group[key])
        value, hours = rate["an_hour"], rate["hours"]
        if isinstance(value, int | float) and isinstance(hours, int | float):
            tolerance = max(RATE_TOLERANCE, 1 / hours)
            yield Figure(name=f"{name}: {key} an hour", value=value, tolerance=tolerance, more_is_better=False)


def _latencies(name: str, group: Mapping[str, Json]) -> Iterator[Figure]:
    for key in ("median", "p95"):
        value = group[key]
        if isinstance(value, int | float):
            yield Figure(name=f"{name}: {key}", value=value, tolerance=LATENCY_TOLERANCE, more_is_better=False)


def _of(value: Json) -> Mapping[str, Json]:
    if not isinstance(value, dict):
        raise TypeError("a part of the report is missing")
    return value


def _each(value: Json) -> Sequence[Mapping[str, Json]]:
    if not isinstance(value, list):
        raise TypeError("a list of the report is missing")
    return [_of(one) for one in value]
