"""How loud a cue is: one level for all, no clicks at the ends."""

from math import log10

import numpy as np

from voicecoach.core.units import RATE, Decibels
from voicecoach.ports import OutputPcm

TARGET = Decibels(-20.0)
"""Active RMS of every cue, dBFS."""

CEILING = Decibels(-1.0)
"""Highest peak of a cue as it is played, dBFS."""

CODEC_ROOM = Decibels(1.0)
"""What compression may add to a peak; kept free when a cue is normalised."""

FRAME = RATE // 50
"""Samples of one level measurement: 20 ms."""

SPEECH_RANGE = Decibels(25.0)
"""Frames this far below the loudest one are pauses."""

FADE_IN = RATE * 3 // 1000
FADE_OUT = RATE * 10 // 1000


def decibels(amplitude: float) -> Decibels:
    """Return an amplitude in dBFS; digital silence counts as -120."""
    return Decibels(20 * log10(max(amplitude, 1e-6)))


def peak(pcm: OutputPcm) -> Decibels:
    """Return the highest sample in dBFS."""
    return decibels(float(np.max(np.abs(pcm), initial=0.0)))


def active_rms(pcm: OutputPcm) -> Decibels:
    """Return the level while there is speech, in dBFS.

    The mean power of the 20 ms frames within 25 dB of the loudest one: the idea of ITU-T P.56 (2011), Objective
    measurement of active speech level, with a margin relative to the cue itself, since a cue can be shorter
    than the 400 ms that loudness meters need.
    """
    power = _frame_power(pcm)
    loudest = float(np.max(power, initial=0.0))
    if loudest <= 0:
        return decibels(0)
    active = power[power >= loudest * 10 ** (-SPEECH_RANGE / 10)]
    return decibels(float(np.sqrt(np.mean(active))))


def _frame_power(pcm: OutputPcm) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    squares = np.square(pcm, dtype=np.float64)
    starts = np.arange(0, len(squares), FRAME)
    if not len(starts):
        return np.zeros(0)
    lengths = np.minimum(FRAME, len(squares) - starts)
    return np.asarray(np.add.reduceat(squares, starts) / lengths)


def normalised(pcm: OutputPcm) -> OutputPcm:
    """Bring a cue to the target level, or as near to it as the ceiling lets its peak."""
    gain = min(TARGET - active_rms(pcm), CEILING - CODEC_ROOM - peak(pcm))
    return np.asarray(pcm * np.float32(10 ** (gain / 20)), dtype=np.float32)


def faded(pcm: OutputPcm) -> OutputPcm:
    """Return the cue with its first 3 ms and last 10 ms ramped from and to zero."""
    sound = pcm.astype(np.float32, copy=True)
    into, out = min(FADE_IN, len(sound)), min(FADE_OUT, len(sound))
    sound[:into] *= np.linspace(0, 1, into, dtype=np.float32)
    sound[len(sound) - out :] *= np.linspace(1, 0, out, dtype=np.float32)
    return sound
