"""Whether talking and listening at once has become worse than a report that was kept says it was."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from voicecoach.bench.encoding import Json, as_json
from voicecoach.bench.regression import Figure, all_worse
from voicecoach.bench.sound.barge_in import Setting
from voicecoach.bench.sound.breath import RECORDED as RECORDED_NOISES
from voicecoach.bench.sound.report import RECORDED, SoundReport
from voicecoach.core.errors import CorpusBroken

SHARE_TOLERANCE = 0.08
"""By how much a share may get worse: three of forty words, what another processor's rounding moved at most."""

TIME_TOLERANCE = 0.06
"""Seconds by which a median may rise: three blocks."""

LATE_TOLERANCE = 0.15
"""Seconds by which a 95th percentile may rise: of forty words it is the second latest, which one word can move."""

DUCKS_TOLERANCE = 1.7
"""Ducks a minute: two in the 1.2 minutes of each noise that a run with every fifth word listens to."""

OWN_DUCKS_TOLERANCE = 6.0
"""Ducks an hour of the coach's own voice: of two in the hour that CI listens to, chance makes nine in 1 of 4000."""

_SHARES = {"in_silence": True, "obeyed": True, "wrong": False, "ducked": True}
_TIMES = (("median", TIME_TOLERANCE), ("p95", LATE_TOLERANCE))


def read_kept(kept: Path) -> tuple[Figure, ...]:
    """Return the figures of a report that was kept; raises CorpusBroken when the file is none."""
    try:
        return tuple(_figures(json.loads(kept.read_text(encoding="utf-8"))))
    except (OSError, ValueError, KeyError, TypeError) as failure:
        raise CorpusBroken(f"{kept} is no report of bench sound ({failure}); make one with -o") from failure


def regressions(now: SoundReport, before: tuple[Figure, ...]) -> tuple[str, ...]:
    """Return a line for each figure that is worse than it was in a report that was kept, or missing.

    A command accepted from the coach's own voice or from breath is always worse, whatever was kept; what only a corpus
    can tell is not asked of a run without one.
    """
    asked = [figure for figure in before if now.has_corpus or not figure.name.startswith((RECORDED, *RECORDED_NOISES))]
    return (*_accepted(now), *all_worse(_figures(json.loads(as_json(now))), asked))


def _accepted(now: SoundReport) -> Iterator[str]:
    for one in now.own_voice_accepted:
        yield f"own voice: {one.phrase!r} accepted (seed {one.seed}, {one.at:.1f} s)"
    for noise in now.breath:
        if noise.accepted:
            yield f"{noise.noise}: {noise.accepted} accepted"


def _figures(report: Mapping[str, Json]) -> Iterator[Figure]:
    for one in _each(report["own_voice"]):
        if one["leak"] is None:
            yield from _less("own voice: ducks an hour", _of(one["ducks"])["an_hour"], OWN_DUCKS_TOLERANCE)
    for one in _each(report["barge_in"]):
        setting = "" if one["setting"] == Setting.PLAIN else f", {one['setting']}"
        yield from _barge_in(f"{one['voices']} at {one['ratio']:g} dB{setting}", one)
    for noise in _each(report["breath"]):
        yield from _less(f"{noise['noise']}: ducks a minute", noise["ducks_a_minute"], DUCKS_TOLERANCE)


def _barge_in(name: str, one: Mapping[str, Json]) -> Iterator[Figure]:
    for key, more_is_better in _SHARES.items():
        share = _of(one[key])["share"]
        if isinstance(share, int | float):
            words = key.replace("_", " ")
            yield Figure(name=f"{name}: {words}", value=share, tolerance=SHARE_TOLERANCE, more_is_better=more_is_better)
    for key in ("to_duck", "to_silence"):
        times = one[key]
        if not isinstance(times, list):
            raise TypeError("the times of a word are missing")
        for value, (which, tolerance) in zip(times, _TIMES, strict=True):
            yield from _less(f"{name}: {key.replace('_', ' ')}, {which}", value, tolerance)


def _less(name: str, value: Json, tolerance: float) -> Iterator[Figure]:
    """Return a figure that should be small, where it was measured."""
    if isinstance(value, int | float):
        yield Figure(name=name, value=value, tolerance=tolerance, more_is_better=False)


def _of(value: Json) -> Mapping[str, Json]:
    if not isinstance(value, dict):
        raise TypeError("a part of the report is missing")
    return value


def _each(value: Json) -> Iterator[Mapping[str, Json]]:
    if not isinstance(value, list):
        raise TypeError("a list of the report is missing")
    yield from map(_of, value)
