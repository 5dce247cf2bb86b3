"""Sounds of one source on the session clock, taken out block by block."""

import numpy as np
from numpy.typing import NDArray

from voicecoach.core.units import BLOCK, Samples

_SILENCE = np.zeros(BLOCK)


class Lane:
    """Sum sounds that begin at absolute samples; blocks that hold none cost next to nothing."""

    def __init__(self) -> None:
        self._clock = 0
        self._sound = np.zeros(0)

    def add(self, start: Samples, sound: NDArray[np.float64]) -> None:
        """Lay a sound, float64 at 16 kHz, so that its first sample falls on `start`; raises ValueError in the past."""
        first = start - self._clock
        if first < 0:
            raise ValueError(f"sample {start} has been taken already; the next one is {self._clock}")
        if (end := first + len(sound)) > len(self._sound):
            self._sound = np.concatenate([self._sound, np.zeros(end - len(self._sound))])
        self._sound[first:end] += sound

    def take(self) -> NDArray[np.float64]:
        """Return the next block: float64, (320,)."""
        self._clock += BLOCK
        if not len(self._sound):
            return _SILENCE
        block, self._sound = self._sound[:BLOCK], self._sound[BLOCK:]
        return block if len(block) == BLOCK else np.concatenate([block, np.zeros(BLOCK - len(block))])
