"""A level that never jumps: every change is a ramp."""

from collections import deque
from dataclasses import dataclass
from itertools import chain, pairwise

import numpy as np
from numpy.typing import NDArray

from voicecoach.core.units import Decibels

Gains = NDArray[np.float32]
"""One factor a sample: float32, (frames,)."""


def factor(gain: Decibels) -> float:
    """Return a gain as a factor of amplitude."""
    return float(10 ** (gain / 20))


def ramp(begin: int, end: int, *, origin: int, frames: int) -> Gains:
    """Return the samples from `begin` to `end` of a line from 0 at `origin` to 1 `frames` later."""
    return np.clip((np.arange(begin, end, dtype=np.float32) - origin) / frames, 0, 1).astype(np.float32)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Move:
    begin: int
    frames: int
    old: float
    new: float

    def over(self, begin: int, end: int) -> Gains:
        if begin >= self.begin + self.frames:
            return np.full(max(0, end - begin), self.new, np.float32)
        progress = ramp(begin, end, origin=self.begin, frames=self.frames)
        return (self.old + (self.new - self.old) * progress).astype(np.float32)

    def at(self, sample: int) -> float:
        return self.old + (self.new - self.old) * min(1.0, max(0.0, (sample - self.begin) / self.frames))


class Fader:
    """Move a level along the ramps that were planned, in the order of their first samples."""

    def __init__(self, level: float = 1.0) -> None:
        self._now = _Move(begin=0, frames=1, old=level, new=level)
        self._planned: deque[tuple[int, int, float]] = deque()

    def move(self, level: float, *, begin: int, frames: int) -> None:
        """Plan a ramp to `level` over `frames`, from whatever the level is at `begin`; that sample keeps it.

        What was planned to begin later is forgotten: the last order counts.
        """
        while self._planned and self._planned[-1][0] > begin:
            self._planned.pop()
        self._planned.append((begin, frames, level))

    def jump(self, level: float) -> None:
        """Have another level from the next sample that is asked for on, and forget what was planned."""
        self._planned.clear()
        self._now = _Move(begin=0, frames=1, old=level, new=level)

    def gains(self, begin: int, end: int) -> Gains:
        """Return the level of each sample; `begin` may only rise from call to call."""
        if not self._planned or self._planned[0][0] >= end:
            return self._now.over(begin, end)
        moves = [self._now]
        while self._planned and self._planned[0][0] < end:
            first, frames, level = self._planned.popleft()
            moves.append(_Move(begin=first, frames=frames, old=moves[-1].at(first), new=level))
        self._now = moves[-1]
        borders = chain((begin,), (max(begin, move.begin) for move in moves[1:]), (end,))
        return np.concatenate([move.over(*span) for move, span in zip(moves, pairwise(borders), strict=True)])
