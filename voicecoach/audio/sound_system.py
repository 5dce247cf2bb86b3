"""PortAudio as one library that two devices share: one call at a time, and its list of devices made anew."""

import atexit
import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Protocol

from voicecoach.audio.devices import SoundDevice, choose, portaudio, sound_devices
from voicecoach.core.errors import DeviceFailed, DeviceMissing
from voicecoach.core.events import Device

PATIENCE = 2.0
"""Seconds to wait for another call into PortAudio; a frozen sound server blocks one for as long as it is frozen."""

ASIDE = 5.0
"""Seconds for which a device that works stays closed, so that the list can be made anew for one that does not."""

_LOOKING = 10.0
"""Seconds after which a look at the devices is given up."""

_LOOK = """\
import json
from dataclasses import asdict
from voicecoach.audio.devices import sound_devices
print(json.dumps([asdict(device) for device in sound_devices()]))
"""


class Closable(Protocol):
    """A stream, as far as it is counted."""

    def close(self) -> None:
        """Release the device."""


class SoundSystem:
    """Keep count of what is open, so that the list of devices is only made anew while nothing is.

    Any thread may call; nothing waits longer than PATIENCE for its turn.
    """

    def __init__(
        self,
        *,
        known: Callable[[], Sequence[SoundDevice]] = sound_devices,
        present: Callable[[], Sequence[SoundDevice]] | None = None,
        start_over: Callable[[], None] | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._known = known
        self._present = present or devices_present
        self._start_over = start_over or _start_over
        self._now = now
        self._turn = threading.Lock()
        self._open = 0
        self._is_guarded = False
        self._aside_until = now()

    @property
    def wants_all_closed(self) -> bool:
        """Say whether a device that works should close for a moment, and not open again yet."""
        return self._now() < self._aside_until

    @contextmanager
    def opening(self) -> Iterator[None]:
        """Count what the block opens, unless it raises; raises DeviceFailed when another call does not return."""
        with self._in_turn():
            yield
            self._open += 1

    def close(self, stream: Closable) -> None:
        """Close what was counted; while another call does not return, leave it to a thread that has the patience."""
        if self._turn.acquire(timeout=PATIENCE):
            self._close(stream)
        else:
            threading.Thread(target=self._close_at_last, args=(stream,), daemon=True).start()

    def _close_at_last(self, stream: Closable) -> None:
        self._turn.acquire()
        self._close(stream)

    def _close(self, stream: Closable) -> None:
        """Close a stream whose turn it is."""
        try:
            stream.close()
            self._open -= 1
        finally:
            self._turn.release()

    def guard_exit(self) -> None:
        """See to it that the program can end while a call into PortAudio does not return; safe to call twice."""
        if not self._is_guarded:
            self._is_guarded = True
            atexit.register(self._leave)

    def _leave(self) -> None:
        if not self._turn.acquire(timeout=PATIENCE):
            atexit.unregister(portaudio()._exit_handler)  # it would wait for the frozen sound server for ever

    def find(self, lost: SoundDevice, device: Device, *, may_differ: bool = False) -> SoundDevice:
        """Return a lost device by its very name, whatever its number is now, or else the system's own choice.

        Raises DeviceMissing when it is not in PortAudio's list, DeviceFailed when there is none.
        """
        devices = self._listed()
        found = _named(devices, lost.name, device)
        if found is None and may_differ:
            return choose(devices, None, device)
        if found is None:
            raise DeviceMissing(f"the {device} {lost.name} is not there; plug it in again")
        return found

    def renew(self, lost: SoundDevice, device: Device) -> None:
        """Make the list anew, which no longer leads to a device; raises DeviceFailed when that cannot be done.

        While another device plays or records, that one is asked to close first, where something is to be gained.
        """
        if self._open and self._is_back(lost, device):
            self._aside_until = self._now() + ASIDE
        with self._in_turn():
            if self._open == 0:
                self._start_over()
                self._aside_until = self._now()

    def _is_back(self, lost: SoundDevice, device: Device) -> bool:
        there = _named(self._present(), lost.name, device)
        return there is not None and there != _named(self._listed(), lost.name, device)

    def _listed(self) -> Sequence[SoundDevice]:
        """Return PortAudio's list, not while another thread makes it anew; raises DeviceFailed."""
        with self._in_turn():
            return self._known()

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        if not self._turn.acquire(timeout=PATIENCE):
            raise DeviceFailed("the sound system does not answer; start it again, or wait until it does")
        try:
            yield
        finally:
            self._turn.release()


def _named(devices: Sequence[SoundDevice], name: str, device: Device) -> SoundDevice | None:
    return next((found for found in devices if found.name == name and found.can_be(device)), None)


def devices_present() -> Sequence[SoundDevice]:
    """Return the devices there are now, as another process sees them; none when it cannot tell."""
    try:
        answer = subprocess.run(  # noqa: S603 - this very program
            [sys.executable, "-c", _LOOK], capture_output=True, text=True, timeout=_LOOKING, check=True
        )
        return tuple(SoundDevice(**device) for device in json.loads(answer.stdout))
    except (OSError, subprocess.SubprocessError, ValueError, TypeError):
        return ()


def _start_over() -> None:
    """Make PortAudio's list anew, also after that failed and left nothing to be ended; raises DeviceFailed."""
    sounddevice = portaudio()
    try:
        if sounddevice._initialized:
            sounddevice._terminate()  # private, and the only way to a new list
        sounddevice._initialize()
    except sounddevice.PortAudioError as error:
        raise DeviceFailed(f"the sound system does not start: {error.args[0]}") from error


SYSTEM = SoundSystem()
"""The one PortAudio of this process."""
