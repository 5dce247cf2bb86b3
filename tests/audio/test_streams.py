"""How a stream is opened, with a stand-in for PortAudio that takes some rates only."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.audio.fake_streams import DEVICE, FakeStream
from voicecoach.audio import streams
from voicecoach.audio.streams import DeviceLate, StreamFlags, StreamTimes, open_output, start
from voicecoach.core.errors import DeviceFailed


class PortAudio:
    """Open a stream at one of the rates, or say as PortAudio does what is wrong."""

    class PortAudioError(Exception):
        """What PortAudio raises."""

    def __init__(self, *rates: int, code: int = -9997) -> None:
        self._rates = rates
        self._code = code
        self.asked: list[int] = []
        self.opened: list[FakeStream] = []

    def OutputStream(  # noqa: N802, PLR0913 - PortAudio's name and parameters
        self,
        *,
        device: int,
        samplerate: int,
        channels: int,
        blocksize: int,
        dtype: str,
        latency: float,
        callback: object,
        finished_callback: Callable[[], None],
    ) -> FakeStream:
        assert (device, dtype, blocksize) == (DEVICE.index, "float32", samplerate // 50)
        self.asked.append(samplerate)
        if samplerate not in self._rates:
            raise self.PortAudioError("Invalid sample rate", self._code)
        self.opened.append(FakeStream(finished_callback))
        return self.opened[-1]


def play(out: NDArray[np.float32], frames: int, times: StreamTimes, flags: StreamFlags) -> None:
    """Do nothing."""


@pytest.mark.parametrize("rate", [16_000, 48_000, 44_100])
def test_a_device_is_opened_at_a_rate_that_it_takes(rate: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "portaudio", lambda: PortAudio(rate))
    assert open_output(DEVICE, play, lambda: None).rate == rate


def test_a_device_that_takes_no_rate_is_named_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    library = PortAudio()
    monkeypatch.setattr(streams, "portaudio", lambda: library)
    with pytest.raises(DeviceFailed, match=r"cannot open \[7\] fake: Invalid sample rate; is another program"):
        open_output(DEVICE, play, lambda: None)
    assert library.asked == [16_000, 48_000, 44_100]


def test_another_reason_is_not_answered_with_another_rate(monkeypatch: pytest.MonkeyPatch) -> None:
    library = PortAudio(code=-9985)
    monkeypatch.setattr(streams, "portaudio", lambda: library)
    with pytest.raises(DeviceFailed, match="cannot open"):
        open_output(DEVICE, play, lambda: None)
    assert library.asked == [16_000]


@pytest.mark.parametrize(
    ("code", "failure"), [pytest.param(-9985, DeviceFailed, id="refused"), pytest.param(-9987, DeviceLate, id="late")]
)
def test_a_stream_that_does_not_start_is_closed(
    code: int, failure: type[DeviceFailed], monkeypatch: pytest.MonkeyPatch
) -> None:
    library = PortAudio(16_000)
    monkeypatch.setattr(streams, "portaudio", lambda: library)
    opened = open_output(DEVICE, play, lambda: None)

    def refuse() -> None:
        raise library.PortAudioError("Device unavailable", code)

    monkeypatch.setattr(library.opened[0], "start", refuse)
    with pytest.raises(DeviceFailed, match="unavailable") as told:
        start(opened.stream, DEVICE)
    assert told.type is failure
    assert library.opened[0].state == "closed"
