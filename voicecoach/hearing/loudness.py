"""How loud the person is at the microphone, and how much louder the recogniser should get them."""

import numpy as np

from voicecoach.core.units import Decibels
from voicecoach.ports import InputPcm

WANTED = Decibels(-40.0)
"""Level of speech down to which a recogniser understands people as well as when they are near."""

MOST_GAIN = Decibels(20.0)
"""More would raise a converter's own noise to the level of speech."""

_SHARE = 0.5  # of the way that one command moves the estimate


class Talker:
    """Remember the level at which the person was last understood.

    Only an understood command teaches, and a gain holds for a whole segment: no breath, clap or pause moves it.
    """

    def __init__(self) -> None:
        self._level: float | None = None

    @property
    def gain(self) -> Decibels:
        """Return by how much the next segment is to be raised: 0 for whoever is loud enough or not known yet."""
        if self._level is None:
            return Decibels(0.0)
        return Decibels(min(MOST_GAIN, max(0.0, WANTED - self._level)))

    def learn(self, level: Decibels) -> None:
        """Learn the level of a command that was understood."""
        self._level = level if self._level is None else self._level + _SHARE * (level - self._level)


def amplified(pcm: InputPcm, gain: Decibels) -> InputPcm:
    """Return a block made louder, cut off at full scale: int16, (frames,)."""
    if gain <= 0.0:
        return pcm
    return np.asarray(np.clip(np.rint(pcm * 10 ** (gain / 20)), -32_768, 32_767), dtype=np.int16)
