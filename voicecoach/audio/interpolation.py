"""Sound read between its samples."""

import numpy as np
from numpy.typing import NDArray

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
    (weights,) = _weights(np.array([fraction]))
    return np.convolve(sound, weights[::-1], "valid").astype(np.float32)


def at(sound: NDArray[np.float64], places: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the sound at places between its samples, by the same method; `REACH` must lie on both sides of each."""
    nearest = np.rint(places).astype(int)
    taps = sound[nearest[:, None] + _TAPS]
    return np.asarray((taps * _weights(places - nearest)).sum(axis=1), np.float64)


def _weights(fractions: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how much of each tap is in a value so far after a sample: (fractions, taps)."""
    away = _TAPS - fractions[:, None]
    weights = np.sinc(away) * np.cos(np.pi * away / (2 * REACH + 2)) ** 2
    return np.asarray(weights / weights.sum(axis=1, keepdims=True), np.float64)
