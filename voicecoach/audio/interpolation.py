"""Sound read between its samples."""

import numpy as np

from voicecoach.ports import OutputPcm

REACH = 16
"""Samples on both sides that a value between two of them is made of."""

_TAPS = np.arange(-REACH, REACH + 1)


def between(sound: OutputPcm, fraction: float) -> OutputPcm:
    """Return the sound later by a fraction of a sample, -0.5 to 0.5, without the `REACH` at both ends of it.

    By a sinc under a Hann window (Smith, "Digital Audio Resampling", CCRMA): within 0.5 dB up to 7 kHz.
    """
    if not sound.any():
        return sound[REACH:-REACH]
    weights = np.sinc(_TAPS - fraction) * np.cos(np.pi * (_TAPS - fraction) / (2 * REACH + 2)) ** 2
    return np.convolve(sound, weights[::-1] / weights.sum(), "valid").astype(np.float32)
