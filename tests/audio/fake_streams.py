"""Streams without a device: a test turns the crank where PortAudio would call back."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voicecoach.audio.devices import SoundDevice
from voicecoach.audio.streams import Opened, Player, Recorder

DEVICE = SoundDevice(
    index=7,
    name="fake",
    hostapi="none",
    inputs=1,
    outputs=1,
    rate=48_000,
    is_default_input=True,
    is_default_output=True,
)


@dataclass
class Times:
    """The times of a block."""

    inputBufferAdcTime: float  # noqa: N815 - PortAudio's name
    outputBufferDacTime: float  # noqa: N815 - PortAudio's name
    currentTime: float  # noqa: N815 - PortAudio's name


@dataclass
class Flags:
    """What went wrong before a block."""

    input_overflow: bool = False
    output_underflow: bool = False


class FakeStream:
    """Assert the order in which a stream may be used."""

    latency = 0.06

    def __init__(self, finished: Callable[[], None]) -> None:
        self.time = 100.0
        self.state = "open"
        self._finished = finished

    def start(self) -> None:
        assert self.state == "open"
        self.state = "running"

    def stop(self) -> None:
        assert self.state == "running"
        self.state = "stopped"

    def close(self) -> None:
        assert self.state != "closed"
        self.state = "closed"

    def vanish(self) -> None:
        """Go away as a pulled device does: nothing but the finished callback."""
        assert self.state == "running"
        self._finished()


class FakeInput:
    """A microphone that is open as often as it is asked for."""

    def __init__(self, rate: int = 16_000) -> None:
        self.rate = rate
        self.streams: list[FakeStream] = []

    def __call__(self, device: SoundDevice, record: Recorder, finished: Callable[[], None]) -> Opened:
        assert device == DEVICE
        self._record = record
        self.streams.append(FakeStream(finished))
        return Opened(stream=self.streams[-1], rate=self.rate)

    def bring(self, pcm: NDArray[np.int16], adc_time: float, *, overflow: bool = False) -> None:
        """Deliver a block that was recorded from `adc_time` on."""
        now = adc_time + 0.06 if adc_time else 100.0
        times = Times(inputBufferAdcTime=adc_time, outputBufferDacTime=0.0, currentTime=now)
        self._record(pcm[:, None], len(pcm), times, Flags(input_overflow=overflow))


class FakeOutput:
    """A speaker that is open as often as it is asked for."""

    def __init__(self, rate: int = 16_000) -> None:
        self.rate = rate
        self.streams: list[FakeStream] = []

    def __call__(self, device: SoundDevice, play: Player, finished: Callable[[], None]) -> Opened:
        assert device == DEVICE
        self._play = play
        self.streams.append(FakeStream(finished))
        return Opened(stream=self.streams[-1], rate=self.rate)

    def ask(self, frames: int, dac_time: float, *, underflow: bool = False) -> NDArray[np.float32]:
        """Return the block that will sound from `dac_time` on."""
        out = np.full((frames, 2), np.nan, np.float32)
        times = Times(inputBufferAdcTime=0.0, outputBufferDacTime=dac_time, currentTime=dac_time - 0.06)
        self._play(out, frames, times, Flags(output_underflow=underflow))
        np.testing.assert_array_equal(out[:, 0], out[:, 1])
        return out[:, 0].copy()
