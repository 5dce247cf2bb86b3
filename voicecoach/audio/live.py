"""The devices of a live session: they come back when they were lost, and share the session clock."""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from voicecoach.audio.capture import Capture
from voicecoach.audio.clock import FrameCounter, SessionClock
from voicecoach.audio.devices import SoundDevice
from voicecoach.audio.playback import Playback
from voicecoach.audio.reopening import Reopening, Search, close_apart, open_first
from voicecoach.audio.sound_files import PacedSpeaker, SilentSpeaker
from voicecoach.audio.sound_system import SYSTEM, SoundSystem
from voicecoach.core.errors import DeviceFailed
from voicecoach.core.events import Device, Trouble
from voicecoach.ports import Frame, OutputPcm

SWITCH_INTERVAL = 0.0005
"""Seconds after which Python lets the callback's thread run; the default of 5 ms starved it under load."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveCounts:
    """What the sound hardware did not manage."""

    underflows: int = 0
    """Output blocks that came too late."""
    overflows: int = 0
    """Input blocks before which sound was lost."""
    slips: int = 0
    """Times that the microphone had to be placed anew on the session clock."""

    def __add__(self, other: "LiveCounts") -> "LiveCounts":
        return LiveCounts(
            underflows=self.underflows + other.underflows,
            overflows=self.overflows + other.overflows,
            slips=self.slips + other.slips,
        )


class Counting(Protocol):
    """A live device that counts what it did not manage."""

    @property
    def counts(self) -> LiveCounts:
        """Return what went wrong so far."""


Counted = TypeVar("Counted", bound=Counting)


class LiveDevices:
    """The devices of one session, which tell together what they did not manage and what ails them."""

    def __init__(self) -> None:
        self._devices: list[Counting] = []
        self._troubles: list[Trouble] = []

    def add(self, device: Counted) -> Counted:
        """Take a device along and return it."""
        self._devices.append(device)
        return device

    def note(self, trouble: Trouble) -> None:
        """Take note of what ails a microphone."""
        self._troubles.append(trouble)

    def troubles(self) -> Sequence[Trouble]:
        """Return what was noted since the last call."""
        noted, self._troubles = tuple(self._troubles), []
        return noted

    def count(self) -> LiveCounts:
        """Return what went wrong so far with all of them."""
        return sum((device.counts for device in self._devices), LiveCounts())


class LiveSpeaker:
    """Play on a device, at its pace, and outlive it: while it is gone, time passes all the same.

    Raises DeviceFailed when the device cannot be opened.
    """

    def __init__(
        self,
        device: SoundDevice,
        clock: SessionClock,
        *,
        line: Callable[[SoundDevice, SessionClock], Playback] = Playback,
        system: SoundSystem = SYSTEM,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self.lost: Callable[[], None] = lambda: None
        """Called when the device goes."""
        sys.setswitchinterval(SWITCH_INTERVAL)
        self._search = Search(device, Device.SPEAKER, system)
        self._open_again = lambda: self._search.open(lambda found: line(found, clock))
        self._playback = open_first(lambda: line(device, clock), wait)
        self._reopening: Reopening[Playback] | None = None
        self._meanwhile = PacedSpeaker(SilentSpeaker())
        self._written = 0
        self._earlier_underflows = 0

    @property
    def is_lost(self) -> bool:
        """Say whether the device is gone, so that nothing is heard."""
        return self._reopening is not None

    @property
    def counts(self) -> LiveCounts:
        """Return what went wrong so far."""
        return LiveCounts(underflows=self._earlier_underflows + self._playback.underflows)

    @property
    def waiting(self) -> int:
        """Return how many samples can still be softened; none while the device is gone."""
        return 0 if self.is_lost else self._playback.waiting

    def soften(self, gains: OutputPcm) -> None:
        """Multiply the samples that were written last: a hush or a duck need not wait until they have been heard."""
        self._playback.soften(gains)

    def write(self, block: OutputPcm) -> None:
        """Hand over the next block, waiting until the device has room, or as long as it lasts while it is gone.

        Raises DeviceFailed once when the device went away; the block counts as played. A device that steps aside, so
        that PortAudio can find the other one again, is lost for a moment too, and raises nothing.
        """
        self._come_back()
        if self._search.must_step_aside and not self.is_lost:
            self._lose()
        self._written += len(block)
        if self.is_lost:
            self._meanwhile.write(block)
        elif not self._playback.put(block):
            self._lose()
            raise DeviceFailed(f"the speaker {self._search.device.name} went away; plug it in again")

    def close(self) -> None:
        """Play out what was written, then release the device; safe to call twice."""
        self._come_back()
        if not self.is_lost:
            self._playback.close()

    def _lose(self) -> None:
        self.lost()
        self._earlier_underflows += self._playback.underflows
        self._search.begin()
        close_apart(self._playback.abandon)
        self._reopening = Reopening(self._open_again)
        self._meanwhile = PacedSpeaker(SilentSpeaker())

    def _come_back(self) -> None:
        playback = self._reopening.poll() if self._reopening else None
        if playback is not None:
            playback.begin_at(self._written)
            self._playback = playback
            self._reopening = None


class LiveMicrophone:
    """Record a device, say what was being played meanwhile, and outlive the device.

    Without a clock, as when the output is a file, sample 0 of the session is the first call of `read`.
    Raises DeviceFailed when the device cannot be opened.
    """

    def __init__(
        self,
        device: SoundDevice,
        clock: SessionClock | None,
        *,
        line: Callable[[SoundDevice], Capture] = Capture,
        system: SoundSystem = SYSTEM,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self.lost: Callable[[], None] = lambda: None
        """Called when the device goes."""
        self._search = Search(device, Device.MICROPHONE, system)
        self._is_own_clock = clock is None
        self._clock = clock or SessionClock()
        self._open_again = lambda: self._search.open(line)
        self._capture = open_first(lambda: line(device), wait)
        self.counter = FrameCounter()
        """Places what arrives; whoever knows more of the devices puts another one there before the first `read`."""
        self._reopening: Reopening[Capture] | None = None
        self._earlier_overflows = 0

    is_exhausted = False

    @property
    def is_lost(self) -> bool:
        """Say whether the device is gone, so that nobody is heard."""
        return self._reopening is not None

    @property
    def counts(self) -> LiveCounts:
        """Return what went wrong so far."""
        return LiveCounts(
            overflows=self._earlier_overflows + self._capture.overflows,
            slips=self.counter.slips,
        )

    def read(self) -> Sequence[Frame]:
        """Return what arrived since the last call, nothing before the session is heard to begin.

        Raises DeviceFailed once when the device went away; later calls return nothing until it is back.
        """
        self._come_back()
        if self._search.must_step_aside and not self.is_lost:
            self._lose()
        if self.is_lost:
            return ()
        if not self._capture.is_running:
            self._lose()
            raise DeviceFailed(f"the microphone {self._search.device.name} went away; plug it in again")
        if self._is_own_clock and not self._clock.is_anchored:
            self._clock.anchor(0, self._capture.now)
        return tuple(self._frames())

    def close(self) -> None:
        """Release the device; safe to call twice."""
        self._come_back()
        if not self.is_lost:
            self._capture.close()

    def _frames(self) -> Iterator[Frame]:
        for taken in self._capture.take():
            measured = self._clock.sample_at(taken.time)
            if measured is None:
                continue
            if taken.follows_gap:
                self.counter.restart()
            place = self.counter.place(measured)
            if place is not None:
                yield Frame.at(place, taken.pcm)

    def _lose(self) -> None:
        self.lost()
        self._earlier_overflows += self._capture.overflows
        self._search.begin()
        close_apart(self._capture.close)
        self._reopening = Reopening(self._open_again)

    def _come_back(self) -> None:
        capture = self._reopening.poll() if self._reopening else None
        if capture is not None:
            self._capture = capture
            self.counter.restart()
            self._reopening = None
