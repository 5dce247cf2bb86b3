"""Whether the computer slept: the wall clock then jumps against the samples that were played."""

import time
from collections.abc import Callable

from voicecoach.core.errors import ComputerSlept
from voicecoach.core.units import RATE
from voicecoach.ports import OutputPcm, Softening, Speaker

SLEPT = 5.0
"""Seconds of a jump from which it was a sleep, or a program that was stopped; a lost device is noticed within one."""

WAKING = 2.0
"""Seconds for which the speaker counts as lost afterwards: sound devices need them to wake up too."""


class SleepingSpeaker:
    """A speaker that reports itself lost and found when the computer slept, so that the session pauses and goes on."""

    def __init__(self, inner: Speaker, tell: Callable[[str], None], *, wall: Callable[[], float] = time.time) -> None:
        self._inner = inner
        self._tell = tell
        self._wall = wall
        self._written_at: float | None = None
        self._waking = 0

    @property
    def is_lost(self) -> bool:
        """Say whether the inner speaker is gone, or has only just woken up."""
        return self._waking > 0 or self._inner.is_lost

    def write(self, block: OutputPcm) -> None:
        """Hand the block on; raises ComputerSlept once after a sleep, and what the inner speaker raises."""
        self._inner.write(block)
        self._waking -= min(self._waking, len(block))
        before, self._written_at = self._written_at, self._wall()
        jump = 0.0 if before is None else self._written_at - before - len(block) / RATE
        if jump > SLEPT:
            self._waking = round(WAKING * RATE)
            self._tell(f"the computer slept for {_length(jump)}; the session goes on")
            raise ComputerSlept(jump)

    @property
    def waiting(self) -> int:
        """Return how many samples the inner speaker can still soften."""
        return self._inner.waiting if isinstance(self._inner, Softening) else 0

    def soften(self, gains: OutputPcm) -> None:
        """Let the inner speaker multiply the samples that were written last."""
        if isinstance(self._inner, Softening):
            self._inner.soften(gains)

    def close(self) -> None:
        """Close the inner speaker."""
        self._inner.close()


def _length(seconds: float) -> str:
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"
