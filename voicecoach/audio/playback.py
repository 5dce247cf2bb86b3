"""One opened output: blocks go in on the loop's thread, the device's callback only copies them out."""

import time
from collections.abc import Callable

import numpy as np
import soxr
from numpy.typing import NDArray

from voicecoach.audio.clock import SessionClock
from voicecoach.audio.devices import SoundDevice
from voicecoach.audio.heartbeat import Heartbeat
from voicecoach.audio.ring import Ring
from voicecoach.audio.streams import Opened, Player, StreamFlags, StreamTimes, open_output, plausible, start
from voicecoach.core.units import BLOCK, RATE
from voicecoach.ports import OutputPcm

DEPTH = 6
"""Blocks rendered ahead: 120 ms ride out a look at a command (50 to 80 ms).

A hush is heard as much later, less what of it can still be softened.
"""

TAKEN_NEXT = BLOCK
"""Samples that are not softened any more: the device may take them at this very moment."""

_POLL = 0.002
"""Seconds between two looks at a full ring."""

_BURST = 0.25 * BLOCK / RATE
"""Seconds between callbacks below which the device is still filling its own buffer, far ahead of the sound."""

MURMUR = 3e-4
"""Amplitude of a noise that nobody hears, 70 dB down, but that keeps a wireless link from falling silent."""

OpenOutput = Callable[[SoundDevice, Player, Callable[[], None]], Opened]


class Playback:
    """Play what is put, and keep the session clock on the device's time.

    Silence sounds until the ring and the device's own buffer are full. With a `lead_in` in seconds a murmur sounds
    instead, at least for that long, and goes on: a wireless headset swallows what comes after silence.
    Raises DeviceFailed when the device cannot be opened.
    """

    def __init__(
        self, device: SoundDevice, clock: SessionClock, *, opened: OpenOutput = open_output, lead_in: float = 0.0
    ) -> None:
        self._clock = clock
        self._lead_in = round(lead_in * RATE / BLOCK)
        self._has_been_called = False
        self._is_steady = False
        self._is_primed = False
        self._has_begun = False
        self._is_closing = False
        self._is_finished = False
        self._first_sample = 0
        self.underflows = 0
        """Blocks that the device had to fill with silence."""
        line = opened(device, self._play, self._finish)
        self._stream = line.stream
        self._rate = line.rate
        self._latency = float(line.stream.latency)
        self._ring = Ring(np.float32, DEPTH * BLOCK * self._rate // RATE)
        self._resampler = None if self._rate == RATE else soxr.ResampleStream(RATE, self._rate, 1, dtype="float32")
        self._murmur = _murmur(self._rate * BLOCK // RATE, MURMUR if lead_in else 0.0)
        self._heartbeat = Heartbeat()
        start(self._stream, device)

    @property
    def is_running(self) -> bool:
        """Say whether the device still asks for sound."""
        return not self._is_finished and self._heartbeat.is_alive()

    def begin_at(self, sample: int) -> None:
        """Set the session's sample with which the next block begins; call it before the first one."""
        self._first_sample = sample

    def put(self, block: OutputPcm) -> bool:
        """Hand over a block, waiting while the ring is full; return False when the device went away."""
        pcm = block if self._resampler is None else self._resampler.resample_chunk(np.array(block))
        while self.is_running:
            pcm = pcm[self._ring.put(pcm) :]
            if not len(pcm):
                return True
            self._has_begun = self._is_primed
            time.sleep(_POLL)
        return False

    @property
    def waiting(self) -> int:
        """Return how many samples of those put last can still be softened; none where they are converted."""
        if self._resampler is not None or self._is_closing or not self.is_running:
            return 0
        return max(0, self._ring.filled - TAKEN_NEXT)

    def soften(self, gains: NDArray[np.float32]) -> None:
        """Multiply the samples that were put last, no more than `waiting` of them."""
        self._ring.scale(gains)

    def close(self) -> None:
        """Play out what was put, then release the device; safe to call twice."""
        if self._is_closing:
            return
        self._is_closing = self._has_begun = True
        while self._ring.filled and self.is_running:
            time.sleep(_POLL)
        if self.is_running:
            self._stream.stop()
        self._stream.close()

    def abandon(self) -> None:
        """Release a device that went away; may hang with a frozen one, so call it on a thread of its own."""
        self._is_closing = True
        self._stream.close()

    def _play(self, out: NDArray[np.float32], frames: int, times: StreamTimes, flags: StreamFlags) -> None:
        pause = self._heartbeat.beat()
        if not self._has_begun:
            self._lead(pause)
            out.fill(0)
            out[: len(self._murmur)] += self._murmur[: len(out)]
            return
        sample = self._first_sample + self._ring.taken * RATE / self._rate
        count = self._ring.take(out[:, 0])
        out[count:, 0] = 0
        out[: len(self._murmur), 0] += self._murmur[: len(out), 0]
        out[:, 1:] = out[:, :1]
        now = times.currentTime
        self._clock.anchor(sample, plausible(times.outputBufferDacTime, now, now + self._latency))
        if not self._is_closing and (count < frames or flags.output_underflow):
            self.underflows += 1

    def _lead(self, pause: float) -> None:
        self._is_steady = self._is_steady or (self._has_been_called and pause > _BURST)
        self._has_been_called = True
        self._lead_in -= self._is_steady
        self._is_primed = self._is_primed or self._lead_in < 0

    def _finish(self) -> None:
        self._is_finished = True


def _murmur(frames: int, amplitude: float) -> NDArray[np.float32]:
    """Return noise that is repeated every 20 ms: float32, (frames, 1)."""
    noise = np.random.default_rng(1).uniform(-amplitude, amplitude, (frames, 1))
    return noise.astype(np.float32)
