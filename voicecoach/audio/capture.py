"""One opened input: the device's callback only copies sound in, the loop's thread takes it as frames."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import soxr
from numpy.typing import NDArray

from voicecoach.audio.devices import SoundDevice
from voicecoach.audio.heartbeat import Heartbeat
from voicecoach.audio.ring import Ring
from voicecoach.audio.streams import Opened, Recorder, StreamFlags, StreamTimes, open_input, plausible, start
from voicecoach.core.units import BLOCK, RATE
from voicecoach.ports import InputPcm

DEPTH = 2
"""Seconds that are kept while the loop is busy elsewhere."""

OpenInput = Callable[[SoundDevice, Recorder, Callable[[], None]], Opened]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Taken:
    """A block as it was recorded."""

    pcm: InputPcm
    """int16, (320,), 16 kHz."""
    time: float
    """When its first sample was recorded, in seconds of PortAudio's clock."""
    follows_gap: bool
    """Whether sound before it was lost."""


class Capture:
    """Record a device; raises DeviceFailed when it cannot be opened.

    `delay` tells by how many seconds later sound arrives than the device says, as it was measured; it is asked for each
    block, as the speaker that was measured with it may change.
    """

    def __init__(
        self, device: SoundDevice, *, opened: OpenInput = open_input, delay: Callable[[], float] = lambda: 0.0
    ) -> None:
        self._delay = delay
        self._is_closing = False
        self._is_finished = False
        self._anchor = (0, 0.0)
        self._dropped = 0
        self._known_overflows = 0
        self._follows_gap = False
        self.overflows = 0
        """Blocks before which the device or the ring lost sound."""
        line = opened(device, self._record, self._finish)
        self._stream = line.stream
        self._rate = line.rate
        self._latency = float(line.stream.latency)
        self._ring = Ring(np.int16, DEPTH * self._rate)
        self._ahead: InputPcm = np.zeros(0, np.int16)
        self._heartbeat = Heartbeat()
        self._start_over()
        start(self._stream, device)

    @property
    def is_running(self) -> bool:
        """Say whether the device still brings sound."""
        return not self._is_finished and self._heartbeat.is_alive()

    @property
    def now(self) -> float:
        """Return the present in seconds of PortAudio's clock."""
        return float(self._stream.time)

    def take(self) -> Iterator[Taken]:
        """Yield each whole block that has arrived, oldest first."""
        if self.overflows > self._known_overflows:
            self._known_overflows = self.overflows
            self._follows_gap = True
            self._start_over()
        self._ahead = np.concatenate((self._ahead, self._arrived()))
        while len(self._ahead) >= BLOCK:
            pcm, self._ahead = self._ahead[:BLOCK], self._ahead[BLOCK:]
            yield Taken(pcm=pcm, time=self._time_of(self._given), follows_gap=self._follows_gap)
            self._given += BLOCK
            self._follows_gap = False

    def close(self) -> None:
        """Release the device; safe to call twice."""
        if not self._is_closing:
            self._is_closing = True
            self._stream.close()

    def _start_over(self) -> None:
        self._ring.take(np.zeros(self._ring.filled, np.int16))
        self._first = self._ring.taken + self._dropped
        self._given = 0
        self._ahead = np.zeros(0, np.int16)
        self._resampler = None if self._rate == RATE else soxr.ResampleStream(self._rate, RATE, 1, dtype="int16")

    def _arrived(self) -> InputPcm:
        pcm: InputPcm = np.zeros(self._ring.filled, np.int16)
        self._ring.take(pcm)
        return pcm if self._resampler is None else self._resampler.resample_chunk(pcm)

    def _time_of(self, given: int) -> float:
        position, time_then = self._anchor
        return time_then + (self._first - position) / self._rate + given / RATE

    def _record(self, sound: NDArray[np.int16], frames: int, times: StreamTimes, flags: StreamFlags) -> None:
        self._heartbeat.beat()
        now = times.currentTime
        adc_time = plausible(times.inputBufferAdcTime, now, now - self._latency)
        self._anchor = (self._ring.written + self._dropped, adc_time - self._delay())
        lost = frames - self._ring.put(sound[:, 0])
        self._dropped += lost
        if lost or flags.input_overflow:
            self.overflows += 1

    def _finish(self) -> None:
        self._is_finished = True
