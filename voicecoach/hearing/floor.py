"""How loud the room is while nobody speaks."""

from collections import deque

from voicecoach.core.units import Decibels
from voicecoach.hearing.level import SILENCE

BUCKET = 12
"""Frames in one bucket: 0.24 s."""

BUCKETS = 9
"""Buckets that are remembered: a steady noise becomes the floor after 2.2 s."""

LEAST_FLOOR = Decibels(-66.0)
"""Quieter rooms count as this loud, so that a converter's hiss after digital silence opens nothing."""

_BIAS = 1.5  # the least of some smoothed levels lies this many decibels under their mean
_SMOOTHING = 0.25  # the share of a new frame, about 80 ms


class NoiseFloor:
    """Follow the quietest level of the last two seconds.

    Speech has gaps in any two seconds, so it never becomes the floor; a steady noise has none, so it does.
    The method is minimum statistics (Martin 2001, Noise power spectral density estimation), in one band.
    """

    def __init__(self, noise: Decibels | None = None) -> None:
        """Begin with the first level, and no higher than `noise`, which was measured in this room on another day.

        A first frame in which somebody speaks is then no floor. Where the room is quieter by now, its first frame says
        so; where it is louder, `noise` is forgotten after 2.2 s, as any other quiet is.
        """
        self._smoothed: float | None = None
        self._least = 0.0
        self._age = 0
        self._buckets: deque[float] = deque(maxlen=BUCKETS)
        self._remembered = 0.0
        if noise is not None:
            self._remembered = noise - _BIAS
            self._buckets.append(self._remembered)

    def step(self, level: Decibels) -> Decibels:
        """Take the level of the next 20 ms frame and return the floor."""
        if self._smoothed is None:
            self._smoothed = self._least = level
        self._smoothed += _SMOOTHING * (level - self._smoothed)
        self._least = min(self._least, self._smoothed)
        self._age += 1
        if self._age == BUCKET:
            self._turn_over()
        return Decibels(max(LEAST_FLOOR, min(self._least, self._remembered) + _BIAS))

    def _turn_over(self) -> None:
        self._buckets.append(self._least)
        self._remembered = min(self._buckets)
        self._least = self._smoothed if self._smoothed is not None else SILENCE
        self._age = 0
