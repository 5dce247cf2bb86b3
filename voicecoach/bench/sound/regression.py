"""Whether talking and listening at once has become worse than a report that was kept says it was."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from voicecoach.bench.regression import Figure
from voicecoach.bench.sound.report import SoundReport
from voicecoach.core.errors import CorpusBroken

OBEYED_TOLERANCE = 0.08
"""By how much a share may fall: three of forty words, what another processor's rounding moved at most."""

TIME_TOLERANCE = 0.06
"""Seconds: three blocks."""

DUCKS_TOLERANCE = 1.7
"""Ducks a minute: two in the 1.2 minutes of each noise that a run with every fifth word listens to."""


def read_kept(kept: Path) -> Mapping[str, float]:
    """Return the figures of a report that was kept, by name; raises CorpusBroken when the file is none."""
    try:
        return dict(_kept_figures(json.loads(kept.read_text(encoding="utf-8"))))
    except (OSError, ValueError, KeyError, TypeError) as failure:
        raise CorpusBroken(f"{kept} is no report of bench sound ({failure}); make one with -o") from failure


def regressions(now: SoundReport, before: Mapping[str, float]) -> tuple[str, ...]:
    """Return a line for each figure that is worse than it was in a report that was kept.

    A command accepted from the coach's own voice or from breath is always worse, whatever was kept.
    """
    return (*_accepted(now), *_worse(now, before))


def _accepted(now: SoundReport) -> Iterator[str]:
    for one in now.own_voice_accepted:
        yield f"own voice: {one.phrase!r} accepted (seed {one.seed}, {one.at:.1f} s)"
    for noise in now.breath:
        if noise.accepted:
            yield f"{noise.noise}: {noise.accepted} accepted"


def _worse(now: SoundReport, before: Mapping[str, float]) -> Iterator[str]:
    for figure in _figures(now):
        earlier = before.get(figure.name)
        if earlier is None:
            continue
        if figure.is_worse(replace(figure, value=earlier)):
            yield f"{figure.name}: {figure.value:.4g}, was {earlier:.4g} (tolerance {figure.tolerance:.2g})"


def _figures(now: SoundReport) -> Iterator[Figure]:
    for one in now.barge_in:
        name = f"{one.voices} at {one.ratio:g} dB"
        yield Figure(
            name=f"{name}: obeyed", value=one.obeyed.value or 0.0, tolerance=OBEYED_TOLERANCE, more_is_better=True
        )
        for key, times in (("to duck", one.to_duck), ("to silence", one.to_silence)):
            if times[0] is not None:
                yield Figure(name=f"{name}: {key}", value=times[0], tolerance=TIME_TOLERANCE, more_is_better=False)
    for noise in now.breath:
        yield Figure(
            name=f"{noise.noise}: ducks a minute",
            value=noise.ducks_a_minute,
            tolerance=DUCKS_TOLERANCE,
            more_is_better=False,
        )


def _kept_figures(kept: Mapping[str, list[dict[str, object]]]) -> Iterator[tuple[str, float]]:
    for one in kept["barge_in"]:
        name = f"{one['voices']} at {one['ratio']:g} dB"
        obeyed, duck, silence = one["obeyed"], one["to_duck"], one["to_silence"]
        yield f"{name}: obeyed", obeyed["share"] or 0.0  # type: ignore[index]
        for key, times in (("to duck", duck), ("to silence", silence)):
            if times[0] is not None:  # type: ignore[index]
                yield f"{name}: {key}", times[0]  # type: ignore[index]
    for noise in kept["breath"]:
        yield f"{noise['noise']}: ducks a minute", noise["ducks_a_minute"]  # type: ignore[misc]
