"""A PortAudio without devices: it lists what a test gives it, and a test turns the crank of its streams."""

from collections.abc import Callable
from types import SimpleNamespace

import numpy as np
from numpy.typing import NDArray

from tests.audio.fake_streams import FakeStream, Flags, Times
from voicecoach.core.units import BLOCK

LATENCY = 0.06


class FakePortAudio:
    """List speakers and microphones by name, the first of each the system's own choice; call back when told to."""

    class PortAudioError(Exception):
        """What PortAudio raises."""

    _initialized = 1

    def __init__(self, *, speakers: tuple[str, ...], microphones: tuple[str, ...]) -> None:
        self._names = (*speakers, *microphones)
        self.default = SimpleNamespace(device=(len(speakers), 0))
        self._speakers = len(speakers)
        self.streams: list[FakeStream] = []

    def query_hostapis(self) -> list[dict[str, object]]:
        return [{"name": "none"}]

    def query_devices(self) -> list[dict[str, object]]:
        return [
            {
                "name": name,
                "hostapi": 0,
                "max_input_channels": int(index >= self._speakers),
                "max_output_channels": int(index < self._speakers),
                "default_samplerate": 48_000.0,
            }
            for index, name in enumerate(self._names)
        ]

    def OutputStream(  # noqa: N802 - PortAudio's name
        self, *, callback: Callable[..., None], finished_callback: Callable[[], None], **_form: object
    ) -> FakeStream:
        self._play = callback
        return self._opened(finished_callback)

    def InputStream(  # noqa: N802 - PortAudio's name
        self, *, callback: Callable[..., None], finished_callback: Callable[[], None], **_form: object
    ) -> FakeStream:
        self._record = callback
        return self._opened(finished_callback)

    def _opened(self, finished: Callable[[], None]) -> FakeStream:
        self.streams.append(FakeStream(finished))
        return self.streams[-1]

    def ask(self, dac_time: float = 200.0) -> NDArray[np.float32]:
        """Return the block that the speaker opened last will play at a time."""
        out = np.zeros((BLOCK, 1), np.float32)
        times = Times(inputBufferAdcTime=0.0, outputBufferDacTime=dac_time, currentTime=dac_time - LATENCY)
        self._play(out, BLOCK, times, Flags())
        return out[:, 0]

    def bring(self, adc_time: float, *, overflow: bool = False) -> None:
        """Deliver a block that the microphone opened last recorded from a time on."""
        times = Times(inputBufferAdcTime=adc_time, outputBufferDacTime=0.0, currentTime=adc_time + LATENCY)
        self._record(np.full((BLOCK, 1), 1_000, np.int16), BLOCK, times, Flags(input_overflow=overflow))
