"""Whether the ears have become worse than a report that was kept says they were."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from voicecoach.bench.encoding import Json, as_json
from voicecoach.bench.report import Report
from voicecoach.core.commands import Command
from voicecoach.core.consequence import CONSEQUENCE_OF
from voicecoach.core.errors import CorpusBroken

SHARE_TOLERANCE = 0.02
"""By how much a share may fall or rise: two of a hundred takes, more than another processor's rounding moves.

Of fewer than fifty takes, one may.
"""

RATE_TOLERANCE = 0.5
"""False accepts an hour more than before that are borne, and one in all where less than two hours were heard."""

LASTING_TOLERANCE = 1
"""False accepts more than before, in all, that end or change the session."""

LATENCY_TOLERANCE = 0.04
"""Seconds, two blocks of the recogniser's input."""

COMPUTING_FACTOR = 3.0
"""How many times as much computing is borne: one machine is so much slower than another, and a fault is more."""

_SAME = ("corpus_sha256", "every", "only_held_out")  # of the provenance, in reports that can be compared


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A report that was kept."""

    file: Path
    provenance: Mapping[str, Json]
    figures: tuple[Figure, ...]


def read_kept(file: Path) -> Kept:
    """Return a report that was kept; raises CorpusBroken when the file is none."""
    try:
        report = json.loads(file.read_text(encoding="utf-8"))
        provenance = {key: report["provenance"][key] for key in _SAME}
        return Kept(file=file, provenance=provenance, figures=tuple(_figures(report)))
    except (OSError, ValueError, KeyError, TypeError) as failure:
        raise CorpusBroken(f"{file} is no report of bench hearing ({failure}); make one with -o") from failure


def regressions(now: Report, kept: Kept) -> tuple[str, ...]:
    """Return a line for each figure that is worse than in a report that was kept, or is there no more.

    Raises CorpusBroken when that is the report of other recordings.
    """
    after = json.loads(as_json(now))
    for key in _SAME:
        if kept.provenance[key] != after["provenance"][key]:
            raise CorpusBroken(f"{kept.file} is the report of other recordings ({key} differs); make it anew with -o")
    return all_worse(_figures(after), kept.figures)


def all_worse(now: Iterable[Figure], before: Iterable[Figure]) -> tuple[str, ...]:
    """Return a line for each figure that is worse than before, or that is missing now."""
    figures = {figure.name: figure for figure in now}
    return tuple(line for earlier in before if (line := worse(figures.get(earlier.name), earlier)))


def worse(now: Figure | None, before: Figure) -> str:
    """Return a line that tells how a figure got worse or lost; nothing when it did not."""
    if now is None:
        return f"{before.name}: not measured any more, was {before.value:.4g}"
    if not now.is_worse(before):
        return ""
    return f"{now.name}: {now.value:.4g}, was {before.value:.4g} (tolerance {now.tolerance:.2g})"


def _figures(report: Mapping[str, Json]) -> Iterator[Figure]:
    people = _of(report["people"])
    for group in _each(people["by_snr"]):
        yield from _shares(f"people, {group['name']}", group)
    for group in _each(people["latency"]):
        yield from _latencies(f"latency, {group['name']}", group)
    others = _of(_of(report["others"])["total"])
    yield from _shares("words that are no commands", others)
    for group in _each(report["false_accepts"]):
        yield from _false_accepts(f"false accepts, {group['name']}", group)
    if report["synthetic"]:
        voices = _of(report["synthetic"])
        yield from _shares("voices, as rendered", _of(voices["total"]))
        yield from _shares("voices, in rooms", _of(voices["in_rooms"]))
        yield from _latencies("latency, voices", _of(voices["latency"]))
    yield from _computing(_of(report["computing"]))


def _shares(name: str, group: Mapping[str, Json]) -> Iterator[Figure]:
    for key, more_is_better in (("right", True), ("wrong", False)):
        share, takes = _of(group[key])["share"], _of(group[key])["of"]
        if isinstance(share, int | float) and isinstance(takes, int):
            tolerance = max(SHARE_TOLERANCE, 1 / takes)
            yield Figure(name=f"{name}: {key}", value=share, tolerance=tolerance, more_is_better=more_is_better)


def _false_accepts(name: str, group: Mapping[str, Json]) -> Iterator[Figure]:
    """Count them one by one: what lasts goes by today's table, whatever a report of earlier counted as lasting."""
    commands = [Command(str(one["command"])) for one in _each(group["each"])]
    lasting = sum(CONSEQUENCE_OF[command].lasts for command in commands)
    hours = _of(group["all"])["hours"]
    borne = max(1.0, RATE_TOLERANCE * hours) if isinstance(hours, int | float) else 1.0
    yield Figure(name=f"{name}: all", value=len(commands), tolerance=borne, more_is_better=False)
    yield Figure(name=f"{name}: lasting", value=lasting, tolerance=LASTING_TOLERANCE, more_is_better=False)


def _latencies(name: str, group: Mapping[str, Json]) -> Iterator[Figure]:
    for key in ("median", "p95"):
        value = group[key]
        if isinstance(value, int | float):
            yield Figure(name=f"{name}: {key}", value=value, tolerance=LATENCY_TOLERANCE, more_is_better=False)


def _computing(cost: Mapping[str, Json]) -> Iterator[Figure]:
    value = cost["real_time"]
    if isinstance(value, int | float):
        tolerance = value * (1 - 1 / COMPUTING_FACTOR)
        yield Figure(name="computing, times real time", value=value, tolerance=tolerance, more_is_better=False)


def _of(value: Json) -> Mapping[str, Json]:
    if not isinstance(value, dict):
        raise TypeError("a part of the report is missing")
    return value


def _each(value: Json) -> Sequence[Mapping[str, Json]]:
    if not isinstance(value, list):
        raise TypeError("a list of the report is missing")
    return [_of(one) for one in value]
