"""Whether a device still calls back: a frozen one gives no other sign."""

import time
from collections.abc import Callable

SILENT_FOR = 1.0
"""Seconds without a callback after which a device is held to be gone."""

_STOOD_STILL = 0.5
"""Seconds between two looks after which it was the program that stood still, as when the computer slept."""


class Heartbeat:
    """Time the callbacks of one stream; the callback beats, the loop looks."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._beat_at = self._looked_at = now()

    def beat(self) -> float:
        """Note a callback and return the seconds since the one before."""
        before, self._beat_at = self._beat_at, self._now()
        return self._beat_at - before

    def is_alive(self) -> bool:
        """Say whether the last callback is recent; after a standstill the device has time to come back."""
        now = self._now()
        if now - self._looked_at > _STOOD_STILL:
            self._beat_at = now
        self._looked_at = now
        return now - self._beat_at < SILENT_FOR
