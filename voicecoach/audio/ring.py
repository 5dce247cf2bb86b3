"""Sound on its way between the loop and a device's callback: one writer, one reader, no lock."""

from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

Sample = TypeVar("Sample", np.int16, np.float32)


class Ring(Generic[Sample]):
    """Hold up to `frames` samples; `put` and `take` may run in two threads, one each.

    Neither waits. Each side moves its own counter only, after the samples are in place.
    """

    def __init__(self, kind: type[Sample], frames: int) -> None:
        self._sound: NDArray[Sample] = np.zeros(frames, kind)
        self.written = 0
        """Samples ever put."""
        self.taken = 0
        """Samples ever taken."""

    @property
    def filled(self) -> int:
        """Return how many samples wait to be taken."""
        return self.written - self.taken

    @property
    def room(self) -> int:
        """Return how many samples fit."""
        return len(self._sound) - self.filled

    def put(self, pcm: NDArray[Sample]) -> int:
        """Copy in as many samples as fit, (frames,), and return how many."""
        count = min(len(pcm), self.room)
        place = self.written % len(self._sound)
        head = min(count, len(self._sound) - place)
        self._sound[place : place + head] = pcm[:head]
        self._sound[: count - head] = pcm[head:count]
        self.written += count
        return count

    def scale(self, gains: NDArray[np.float32]) -> None:
        """Multiply what was put last; the caller keeps the reader from taking it meanwhile."""
        place = np.arange(self.written - len(gains), self.written) % len(self._sound)
        self._sound[place] = self._sound[place] * gains

    def take(self, out: NDArray[Sample]) -> int:
        """Fill `out`, (frames,), from its beginning with what waits and return how many samples that was."""
        count = min(len(out), self.filled)
        place = self.taken % len(self._sound)
        head = min(count, len(self._sound) - place)
        out[:head] = self._sound[place : place + head]
        out[head:count] = self._sound[: count - head]
        self.taken += count
        return count
