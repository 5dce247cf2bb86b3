"""One sound file of a rehearsal, written a second at a time."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voicecoach.audio.sound_files import WavSpeaker

GATHERED = 50
"""Blocks that are written together: a write a block would cost more than the room itself."""


class Track:
    """Append blocks to a WAV file, rounded as the product's own file speaker rounds them."""

    def __init__(self, path: Path) -> None:
        self._file = WavSpeaker(path)
        self._blocks: list[NDArray[np.floating]] = []

    def write(self, block: NDArray[np.floating]) -> None:
        """Append a block in [-1, 1]; it is kept, not copied. Raises StorageFull when the file cannot grow."""
        self._blocks.append(block)
        if len(self._blocks) == GATHERED:
            self._flush()

    def close(self) -> None:
        """Write what was gathered and close the file; safe to call twice."""
        try:
            self._flush()
        finally:
            self._file.close()

    def _flush(self) -> None:
        blocks, self._blocks = self._blocks, []
        if blocks:
            self._file.write(np.concatenate(blocks).astype(np.float32))
