"""Opening a device that is late, or lost: where it may be, how long to wait, and on which thread."""

import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

from voicecoach.audio.devices import SoundDevice
from voicecoach.audio.sound_system import SoundSystem
from voicecoach.audio.streams import DeviceLate
from voicecoach.core.errors import DeviceFailed, VoicecoachError
from voicecoach.core.events import Device

RETRY, LONGEST_RETRY = 0.5, 3.0
"""Seconds until the first attempt to open a lost device, and at most between two; each wait is twice the one before."""

KEEP_TO_NAME = 6.0
"""Seconds for which only a device of the lost one's name will do; a headset may come back within them."""

Line = TypeVar("Line")


class Search:
    """Where a lost device may be: under its name, and where it was the system's own choice, after a while at the next.

    `device` is what was found last.
    """

    def __init__(
        self,
        device: SoundDevice,
        role: Device,
        system: SoundSystem,
        *,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.device = device
        self._role = role
        self._system = system
        self._now = now
        self._lost_at = now()

    @property
    def must_step_aside(self) -> bool:
        """Say whether the device should close, so that another one can be found again."""
        return self._system.wants_all_closed

    def begin(self) -> None:
        """Note that the device is gone from now on."""
        self._lost_at = self._now()

    def open(self, line: Callable[[SoundDevice], Line]) -> Line:
        """Open the device again, making PortAudio's list anew where it leads nowhere; raises VoicecoachError."""
        if self._system.wants_all_closed:
            raise DeviceFailed("the sound system is about to start over")
        try:
            return self._open(line)
        except VoicecoachError:
            self._system.renew(self.device, self._role)
        return self._open(line)

    def _open(self, line: Callable[[SoundDevice], Line]) -> Line:
        is_late = self._now() - self._lost_at > KEEP_TO_NAME
        may_differ = is_late and self.device.is_default(self._role)
        found = self._system.find(self.device, self._role, may_differ=may_differ)
        opened = line(found)
        self.device = found
        return opened


class Reopening(Generic[Line]):
    """Try to open a device again and again, each time on a thread of its own: a frozen server blocks it."""

    def __init__(self, attempt: Callable[[], Line], *, now: Callable[[], float] = time.monotonic) -> None:
        self._attempt = attempt
        self._now = now
        self._wait = RETRY
        self._next = now() + RETRY
        self._thread: threading.Thread | None = None
        self._line: Line | None = None

    def poll(self) -> Line | None:
        """Return the line once it is open, else None, starting an attempt when one is due; never wait."""
        if self._line is not None or (self._thread is not None and self._thread.is_alive()):
            return self._line
        if self._now() >= self._next:
            self._wait = min(2 * self._wait, LONGEST_RETRY)
            self._next = self._now() + self._wait
            self._thread = threading.Thread(target=self._try, daemon=True)
            self._thread.start()
        return None

    def _try(self) -> None:
        try:
            self._line = self._attempt()
        except VoicecoachError:
            return


def open_first(line: Callable[[], Line], wait: Callable[[float], None]) -> Line:
    """Open a device for the first time, and once more where it is late: starting again is no cure, opening anew is."""
    try:
        return line()
    except DeviceLate:
        wait(RETRY)
        return line()


def close_apart(close: Callable[[], None]) -> None:
    """Close a device on a thread of its own: one that is gone may block it."""
    threading.Thread(target=close, daemon=True).start()
