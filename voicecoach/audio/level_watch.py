"""Whether a microphone can hear anybody at all: one that gives only zeros, and one that is driven too far."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from voicecoach.core.events import Trouble
from voicecoach.core.units import BLOCK, RATE
from voicecoach.ports import Frame, InputPcm, Microphone

DEAF_AFTER = 8.0
"""Seconds of nothing but zeros from the start on; the noise of any working microphone is above them.

Later zeros mean nothing: a headset's noise gate makes them between two words.
"""

_FULL = 32_700
"""Level, of 32768, from which a sample is held to have been cut off."""

_RUN = 3
"""Samples in a row at full level that no voice has, unless it was cut off; a single one may be its peak."""

CLIPPED_BLOCKS = 15
"""Blocks with such a run within a minute, 0.3 s together, after which it is said."""

_MINUTE = 60 * RATE // BLOCK


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What a person should know of a microphone."""

    words: str
    trouble: Trouble | None = None
    """What the coach should say too; nothing where all is well again."""


class LevelWatch:
    """Judge a microphone by what it gives, and say each thing once."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._zero_blocks = 0
        self._has_sounded = False
        self._blocks = 0
        self._clipped = 0
        self._is_told_deaf = self._is_told_clipped = False

    def look(self, pcm: InputPcm) -> Iterator[Notice]:
        """Take the next block, int16, (320,), and yield what a person should know of the microphone."""
        if not self._has_sounded:
            yield from self._wait_for_sound(pcm)
        if not self._is_told_clipped:
            yield from self._count_clipped(pcm)

    def _wait_for_sound(self, pcm: InputPcm) -> Iterator[Notice]:
        self._has_sounded = bool(pcm.any())
        self._zero_blocks += 1
        if self._has_sounded and self._is_told_deaf:
            yield Notice(words=f"the microphone {self._name} is heard now")
        elif self._zero_blocks * BLOCK == DEAF_AFTER * RATE:
            self._is_told_deaf = True
            yield Notice(
                trouble=Trouble.SILENT,
                words=f"the microphone {self._name} gives nothing but silence; switch it on, or allow the use of it, "
                "or choose another one: voicecoach devices",
            )

    def _count_clipped(self, pcm: InputPcm) -> Iterator[Notice]:
        self._blocks += 1
        if self._blocks % _MINUTE == 0:
            self._clipped = 0
        self._clipped += _is_clipped(pcm)
        if self._clipped == CLIPPED_BLOCKS:
            self._is_told_clipped = True
            yield Notice(
                trouble=Trouble.CLIPPED,
                words=f"the microphone {self._name} is driven too far, so that words are cut off; "
                "turn its level down, or move away from it",
            )


def _is_clipped(pcm: InputPcm) -> bool:
    is_full = np.abs(pcm.astype(np.int32)) >= _FULL
    windows = np.lib.stride_tricks.sliding_window_view(is_full, _RUN)
    return bool(windows.all(axis=1).any())


class WatchedMicrophone:
    """A microphone of which a person is told when it cannot hear them."""

    def __init__(self, inner: Microphone, name: str, tell: Callable[[Notice], None]) -> None:
        self._inner = inner
        self._watch = LevelWatch(name)
        self._tell = tell

    @property
    def is_exhausted(self) -> bool:
        """Say whether the inner microphone has ended."""
        return self._inner.is_exhausted

    @property
    def is_lost(self) -> bool:
        """Say whether the inner microphone is gone for now."""
        return self._inner.is_lost

    def read(self) -> Sequence[Frame]:
        """Return what arrived; raises what the inner microphone raises."""
        frames = self._inner.read()
        for frame in frames:
            for notice in self._watch.look(frame.pcm):
                self._tell(notice)
        return frames

    def close(self) -> None:
        """Close the inner microphone."""
        self._inner.close()
