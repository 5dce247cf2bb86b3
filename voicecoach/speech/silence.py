"""Where the words of a rendered file begin and end."""

import numpy as np

from voicecoach.core.units import RATE
from voicecoach.ports import OutputPcm

ONSET = 10 ** (-50 / 20)
"""A word begins at the first sample above this part of the peak; an h or f begins that softly."""

ENDING = 10 ** (-40 / 20)
"""A word ends at the last sample above this part of the peak; some espeak voices echo on below it."""

LEAD = RATE * 5 // 1000
"""Samples kept before the first word: 5 ms, so that a cue sounds when it is played."""

TAIL = RATE * 30 // 1000
"""Samples kept after the last word, where there are so many: 30 ms, for the ending to die away."""


def trimmed(pcm: OutputPcm) -> OutputPcm:
    """Return the sound from 5 ms before its first word to 30 ms after its last one.

    Missing silence is made up at the start, never at the end: a sound without a quiet end was cut off.
    """
    size = np.abs(pcm)
    peak = float(np.max(size, initial=0.0))
    if not peak > 0:
        return np.zeros(0, dtype=np.float32)
    first, last = int(np.argmax(size > peak * ONSET)), int(np.flatnonzero(size > peak * ENDING)[-1])
    lacking = np.zeros(max(0, LEAD - first), dtype=np.float32)
    return np.concatenate([lacking, pcm[max(0, first - LEAD) : last + 1 + TAIL]]).astype(np.float32)
