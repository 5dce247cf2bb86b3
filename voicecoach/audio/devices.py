"""Which sound devices there are, and which one a person means by a name."""

from collections.abc import Sequence
from dataclasses import dataclass
from types import ModuleType

from voicecoach.core.errors import DeviceFailed, DeviceMissing, SoundLibraryMissing
from voicecoach.core.events import Device


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundDevice:
    """A device as PortAudio lists it."""

    index: int
    """PortAudio's number, which changes when devices come and go."""
    name: str
    hostapi: str
    """The system it is reached through, such as `ALSA` or `Core Audio`."""
    inputs: int
    """Channels it can record."""
    outputs: int
    """Channels it can play."""
    rate: int
    """Its own rate, samples a second."""
    is_default_input: bool
    is_default_output: bool

    def can_be(self, device: Device) -> bool:
        """Say whether it has a channel in the direction that is needed."""
        return (self.inputs if device is Device.MICROPHONE else self.outputs) > 0

    def is_default(self, device: Device) -> bool:
        """Say whether the system prefers it in this direction."""
        return self.is_default_input if device is Device.MICROPHONE else self.is_default_output


def portaudio() -> ModuleType:
    """Return the module `sounddevice`, loaded on first use; raises SoundLibraryMissing."""
    try:
        import sounddevice  # noqa: PLC0415 - loads PortAudio, which may be missing
    except OSError as error:
        raise SoundLibraryMissing(
            "PortAudio is not installed; type `apt-get install libportaudio2` (Linux) or `brew install portaudio` (Mac)"
        ) from error
    module: ModuleType = sounddevice
    return module


def sound_devices() -> tuple[SoundDevice, ...]:
    """Return the devices that PortAudio knows, none without sound hardware.

    PortAudio makes its list once, when it is loaded. Raises SoundLibraryMissing, and DeviceFailed without a list.
    """
    sounddevice = portaudio()
    try:
        return _listed(sounddevice)
    except sounddevice.PortAudioError as error:
        raise DeviceFailed(f"the sound system does not tell its devices: {error.args[0]}; start it again") from error


def _listed(sounddevice: ModuleType) -> tuple[SoundDevice, ...]:
    hosts = sounddevice.query_hostapis()
    default_input, default_output = sounddevice.default.device
    return tuple(
        SoundDevice(
            index=index,
            name=str(found["name"]),
            hostapi=str(hosts[found["hostapi"]]["name"]),
            inputs=int(found["max_input_channels"]),
            outputs=int(found["max_output_channels"]),
            rate=int(found["default_samplerate"]),
            is_default_input=index == default_input,
            is_default_output=index == default_output,
        )
        for index, found in enumerate(sounddevice.query_devices())
    )


def choose(devices: Sequence[SoundDevice], wanted: str | None, device: Device) -> SoundDevice:
    """Return the device meant by an index, a name or a part of one; by None, the system's own choice.

    Letter case does not matter, a whole name wins over a part, and the default wins among equals.
    Raises DeviceMissing when none fits.
    """
    fitting = [found for found in devices if found.can_be(device)]
    if not fitting:
        raise DeviceMissing(f"no sound device can be the {device}; plug one in, or use a sound file in its place")
    matches = fitting if wanted is None else _matches(fitting, wanted)
    if not matches:
        listed = ", ".join(f"[{found.index}] {found.name}" for found in fitting)
        raise DeviceMissing(f"no {device} matches '{wanted}'; found: {listed}")
    return max(matches, key=lambda found: found.is_default(device))


def _matches(devices: Sequence[SoundDevice], wanted: str) -> list[SoundDevice]:
    sought = wanted.casefold()
    exact = [found for found in devices if found.name.casefold() == sought]
    numbered = [found for found in devices if str(found.index) == sought]
    parts = [found for found in devices if sought in found.name.casefold()]
    return exact or numbered or parts
