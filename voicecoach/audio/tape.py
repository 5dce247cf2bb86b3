"""What the mixer has rendered, remembered for as long as an echo of it can matter."""

import numpy as np

from voicecoach.ports import OutputPcm


class Tape:
    """Remember the last samples that were appended; older ones and those to come are silence."""

    def __init__(self, frames: int) -> None:
        self._sound = np.zeros(frames, np.float32)
        self._end = 0

    def append(self, block: OutputPcm) -> None:
        """Add a block, no longer than the tape, at the end."""
        place = np.arange(self._end, self._end + len(block)) % len(self._sound)
        self._sound[place] = block
        self._end += len(block)

    def scale(self, gains: OutputPcm) -> None:
        """Multiply the samples that were appended last."""
        self._sound[np.arange(self._end - len(gains), self._end) % len(self._sound)] *= gains

    def read(self, start: int, frames: int) -> OutputPcm:
        """Return a copy of the samples from number `start` on: float32, (frames,)."""
        sound = np.zeros(frames, np.float32)
        begin = max(start, self._end - len(self._sound), 0)
        end = min(start + frames, self._end)
        if begin < end:
            sound[begin - start : end - start] = self._sound[np.arange(begin, end) % len(self._sound)]
        return sound
