"""How loud the person is at the microphone, and how much louder the recogniser should get them."""

import numpy as np

from voicecoach.core.units import Decibels
from voicecoach.ports import InputPcm

WANTED = Decibels(-40.0)
"""Level of speech down to which a recogniser understands people as well as when they are near."""

MOST_GAIN = Decibels(20.0)
"""More would raise a converter's own noise to the level of speech."""

MOST_AT_FIRST = Decibels(10.0)
"""Gain for whoever was not understood yet: speech at -25 dBFS, of somebody who came nearer, is not cut off by it."""

_SHARE = 0.5  # of the way that one command moves the estimate


class Talker:
    """Remember the level at which the person was last understood.

    Only an understood command teaches, and a gain holds for a whole segment: no breath, clap or pause moves it.
    """

    def __init__(self, word: Decibels | None = None) -> None:
        """Expect the level of a word that was measured on another day, until the first thing that is said."""
        self._level: float | None = None
        self._expected = word

    @property
    def gain(self) -> Decibels:
        """Return by how much the next segment is to be raised: 0 for whoever is loud enough or not known yet."""
        if self._level is not None:
            return Decibels(min(MOST_GAIN, max(0.0, WANTED - self._level)))
        if self._expected is not None:
            return Decibels(min(MOST_AT_FIRST, max(0.0, WANTED - self._expected)))
        return Decibels(0.0)

    def learn(self, level: Decibels) -> None:
        """Learn the level of a command that was understood."""
        self._level = level if self._level is None else self._level + _SHARE * (level - self._level)

    def doubt(self) -> None:
        """Expect nothing more, as something was said that was not understood: a gain that is wrong may be why."""
        self._expected = None


def amplified(pcm: InputPcm, gain: Decibels) -> InputPcm:
    """Return a block made louder, cut off at full scale: int16, (frames,)."""
    if gain <= 0.0:
        return pcm
    return np.asarray(np.clip(np.rint(pcm * 10 ** (gain / 20)), -32_768, 32_767), dtype=np.int16)
