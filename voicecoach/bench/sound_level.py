"""Levels of speech and noise, and where a word ends: the measures that the figures rest on."""

import numpy as np
from numpy.typing import NDArray

from voicecoach.bench.clip import Span
from voicecoach.core.units import RATE, Decibels, Seconds
from voicecoach.speech.loudness import active_rms, decibels

Sound = NDArray[np.float32]
"""float32 in [-1, 1], (frames,), 16 kHz."""

END_RANGE = 20.0
"""Decibels under a clip's loudest moment down to which sound belongs to the word."""

OVER_FLOOR = 6.0
"""Decibels over a clip's quietest tenth that sound must at least have to belong to it."""

_HOP = RATE // 100  # samples from one measurement to the next: 10 ms
_WINDOW = 2 * _HOP


def noise_level(noise: Sound) -> Decibels:
    """Return a noise's RMS in dBFS."""
    return decibels(float(np.sqrt(np.mean(np.square(noise, dtype=np.float64))))) if noise.size else decibels(0.0)


def mixed(speech: Sound, noise: Sound, snr: Decibels, level: Decibels | None = None) -> Sound:
    """Lay noise under speech so that the speech's active level is `snr` over the noise's RMS.

    The speech's level is taken from its active frames, `level` where it is known already; the speech stays as loud
    as it is, unless the sum would be clipped, which lowers both.
    """
    spoken = active_rms(speech) if level is None else level
    gain = 10 ** ((spoken - snr - noise_level(noise)) / 20)
    both = speech.astype(np.float64) + gain * noise
    return np.asarray(both / max(1.0, float(np.max(np.abs(both), initial=0.0))), np.float32)


def end_of_word(sound: Sound) -> Seconds | None:
    """Return when the word of a clip ends, or nothing for silence."""
    span = span_of_word(sound)
    return span.end if span else None


def span_of_word(sound: Sound) -> Span | None:
    """Return where the word of a clip lies, or nothing for silence.

    From the first to the last 20 ms window that is within 20 dB of the loudest one and 6 dB over the clip's
    quietest tenth.
    """
    levels = _envelope(sound)
    if not levels.size or levels.max() <= decibels(0.0):
        return None
    bar = max(float(levels.max()) - END_RANGE, float(np.quantile(levels, 0.1)) + OVER_FLOOR)
    loud = np.flatnonzero(levels >= min(bar, float(levels.max())))
    return Span(
        start=Seconds(int(loud[0]) * _HOP / RATE),
        end=Seconds((int(loud[-1]) * _HOP + _WINDOW) / RATE),
    )


def _envelope(sound: Sound) -> NDArray[np.float64]:
    starts = range(0, sound.size - _WINDOW + 1, _HOP)
    return np.array([noise_level(sound[start : start + _WINDOW]) for start in starts])
