"""How a stream of a device is opened: at 16 kHz mono where it agrees, at its own rate where not."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from voicecoach.audio.devices import SoundDevice, portaudio
from voicecoach.audio.sound_system import SYSTEM
from voicecoach.core.errors import DeviceFailed
from voicecoach.core.units import RATE

PERIODS_A_SECOND = 50
"""Callbacks a second: with 10 ms blocks a busy machine dropped sound, with 20 ms it did not."""

LATENCY = 0.06
"""Seconds the device is asked to buffer: three periods; PulseAudio makes it 80 ms, and twice that of 100 ms."""

_OTHER_RATES = (48_000, 44_100)
"""What hardware takes that takes neither 16 kHz nor the rate that it was listed with."""

_OTHER_FORMAT = frozenset((-9997, -9998))
"""PortAudio's codes of a wrong rate and a wrong number of channels."""

_LATE = -9987
"""PortAudio's code of a device that does not begin in time, as on a busy machine."""

_PLAUSIBLE = 2.0
"""Seconds by which a device's time may differ from the present; some drivers report zero or nonsense."""


class DeviceLate(DeviceFailed):
    """A device did not begin in time; opened anew it may."""


class StreamTimes(Protocol):
    """What PortAudio says of a block's time, in seconds of its clock."""

    inputBufferAdcTime: float  # noqa: N815 - PortAudio's name
    outputBufferDacTime: float  # noqa: N815 - PortAudio's name
    currentTime: float  # noqa: N815 - PortAudio's name


class StreamFlags(Protocol):
    """What PortAudio says went wrong before a block."""

    input_overflow: bool
    output_underflow: bool


class Stream(Protocol):
    """An open stream of sounddevice, reduced to what is used."""

    @property
    def latency(self) -> float:
        """Return the buffered seconds."""

    @property
    def time(self) -> float:
        """Return the present in seconds of PortAudio's clock."""

    def start(self) -> None:
        """Begin to call back."""

    def stop(self) -> None:
        """Play what is buffered, then cease."""

    def close(self) -> None:
        """Release the device."""


Player = Callable[[NDArray[np.float32], int, StreamTimes, StreamFlags], None]
Recorder = Callable[[NDArray[np.int16], int, StreamTimes, StreamFlags], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A stream that is open and not started."""

    stream: Stream
    rate: int
    """Samples a second that the device agreed to."""


def open_output(device: SoundDevice, play: Player, finished: Callable[[], None]) -> Opened:
    """Open a device to be played, float32; raises DeviceFailed with PortAudio's reason."""
    return _open("OutputStream", device, play, finished)


def open_input(device: SoundDevice, record: Recorder, finished: Callable[[], None]) -> Opened:
    """Open a device to be recorded, int16; raises DeviceFailed with PortAudio's reason."""
    return _open("InputStream", device, record, finished)


def start(stream: Stream, device: SoundDevice) -> None:
    """Let a stream call back; raises DeviceFailed with PortAudio's reason, DeviceLate where it took too long."""
    try:
        stream.start()
    except portaudio().PortAudioError as error:
        stream.close()
        failure = DeviceLate if _LATE in error.args[1:2] else DeviceFailed
        raise failure(_complaint(device, str(error.args[0]))) from error


class _Counted:
    """A stream that the sound system counts as open until it is closed."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream

    @property
    def latency(self) -> float:
        return self._stream.latency

    @property
    def time(self) -> float:
        return self._stream.time

    def start(self) -> None:
        self._stream.start()

    def stop(self) -> None:
        self._stream.stop()

    def close(self) -> None:
        SYSTEM.close(self._stream)


def _open(
    kind: Literal["InputStream", "OutputStream"],
    device: SoundDevice,
    callback: Player | Recorder,
    finished: Callable[[], None],
) -> Opened:
    sounddevice = portaudio()
    SYSTEM.guard_exit()
    is_output = kind == "OutputStream"
    reason = "it takes neither 16, 44.1 nor 48 kHz nor its own rate"
    for rate, channels in _formats(device.rate, device.outputs if is_output else device.inputs):
        try:
            with SYSTEM.opening():
                stream: Stream = getattr(sounddevice, kind)(
                    device=device.index,
                    samplerate=rate,
                    channels=channels,
                    blocksize=rate // PERIODS_A_SECOND,
                    dtype="float32" if is_output else "int16",
                    latency=LATENCY,
                    callback=callback,
                    finished_callback=finished,
                )
        except sounddevice.PortAudioError as error:
            reason = str(error.args[0])
            if _OTHER_FORMAT.isdisjoint(error.args[1:2]):
                break
        else:
            return Opened(stream=_Counted(stream), rate=rate)
    raise DeviceFailed(_complaint(device, reason))


def _complaint(device: SoundDevice, reason: str) -> str:
    return f"cannot open [{device.index}] {device.name}: {reason}; is another program using it?"


def _formats(own_rate: int, channels: int) -> Iterator[tuple[int, int]]:
    for rate in dict.fromkeys((RATE, own_rate, *_OTHER_RATES)):
        yield from ((rate, count) for count in dict.fromkeys((1, min(2, channels))))


def plausible(time: float, now: float, otherwise: float) -> float:
    """Return a device's time, or `otherwise` when it lies too far from the present to be true."""
    return time if time > 0 and abs(time - now) < _PLAUSIBLE else otherwise
