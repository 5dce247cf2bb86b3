"""Where in a cue its beat is perceived."""

import numpy as np
from numpy.typing import NDArray

from voicecoach.core.units import RATE, Samples
from voicecoach.ports import OutputPcm

BAND = (250.0, 1000.0)
"""Hz. Where Scott found the rise that decides: voicing and first formants lie here, the noise of "s" does not.

With the 700 to 1300 Hz of Cummins and Port the vowels of "three" and "two" hardly show.
"""

SMOOTH = 10.0
"""Hz, up to which the band's amplitude is followed: the pace of syllables."""

RISE = (0.1, 0.9)
"""Shares of a peak between which it rises; the beat is half-way in time."""

LEAST = 0.2
"""Share of the highest peak that a peak must have to be a vowel."""

_AROUND = RATE // 4  # silence around the sound, so that a filter sees no edge


def beat_of(pcm: OutputPcm) -> Samples:
    """Return the perceived centre of the first vowel, in samples from the cue's start; 0 where there is no sound.

    A word is heard on the beat when its P-centre is on it, not its first sample (Morton, Marcus and Frankish 1976).
    The estimate is half-way up the rise of the amplitude (Cummins and Port 1998, Rhythmic constraints on stress
    timing in English) in the band around 500 Hz (Scott 1998, The point of P-centres). The filters delay nothing.
    """
    course = _amplitude(pcm)
    summit = _first_peak(course)
    if summit is None:
        return Samples(0)
    low, high = (_last_below(course[: summit + 1], share * course[summit]) for share in RISE)
    return Samples(max(0, (low + high) // 2 - _AROUND))


def _amplitude(pcm: OutputPcm) -> NDArray[np.float64]:
    """Return how loud the band is at each sample, with silence before and behind."""
    around = np.zeros(_AROUND)
    sound = np.concatenate([around, pcm.astype(np.float64), around])
    frequencies = np.fft.rfftfreq(len(sound), 1 / RATE)
    low, high = BAND
    inside = (frequencies * (high - low)) ** 2
    band = inside / (inside + (frequencies**2 - low * high) ** 2)
    slow = 1 / (1 + (frequencies / SMOOTH) ** 2)
    return _filtered(np.abs(_filtered(sound, band)), slow)


def _filtered(sound: NDArray[np.float64], gains: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.fft.irfft(np.fft.rfft(sound) * gains, len(sound))


def _first_peak(course: NDArray[np.float64]) -> int | None:
    inner = course[1:-1]
    is_peak = (inner >= course[:-2]) & (inner > course[2:]) & (inner >= LEAST * course.max())
    places = np.flatnonzero(is_peak)
    return int(places[0]) + 1 if places.size and course.max() > 0 else None


def _last_below(rise: NDArray[np.float64], level: float) -> int:
    below = np.flatnonzero(rise < level)
    return int(below[-1]) if below.size else 0
