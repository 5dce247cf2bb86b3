"""Clips in faint silence, as they are cut tight; and how long they are without it."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from training.recordings import RATE

PAD = int(0.6 * RATE)
"""Samples of silence on either side."""

Sound = NDArray[np.int16]
"""(samples,), 16 kHz."""


def padded(sound: Sound) -> Sound:
    """Add faint noise on both sides, and under the sound itself: rooms are never digitally silent."""
    whole = np.pad(sound, PAD)
    faint = np.random.default_rng(len(sound)).integers(-3, 4, len(whole))
    return (whole + faint).clip(-32768, 32767).astype(np.int16)


def hours(sounds: Iterable[Sound]) -> float:
    """Return how long padded sounds are together without what was added: nobody could be misheard in that."""
    return sum(len(sound) - 2 * PAD for sound in sounds) / RATE / 3600
