import builtins
from types import ModuleType

import pytest

from voicecoach.audio import devices
from voicecoach.audio.devices import SoundDevice, choose, portaudio, sound_devices
from voicecoach.core.errors import DeviceFailed, DeviceMissing, SoundLibraryMissing
from voicecoach.core.events import Device


def device(index: int, name: str, inputs: int, outputs: int, default: Device | None = None) -> SoundDevice:
    return SoundDevice(
        index=index,
        name=name,
        hostapi="ALSA",
        inputs=inputs,
        outputs=outputs,
        rate=48_000,
        is_default_input=default is Device.MICROPHONE,
        is_default_output=default is Device.SPEAKER,
    )


DEVICES = (
    device(0, "Built-in Audio", 2, 2),
    device(1, "HDMI 3", 0, 8),
    device(2, "USB Headset", 1, 2),
    device(3, "USB Headset Pro", 1, 2, Device.MICROPHONE),
    device(4, "default", 0, 2, Device.SPEAKER),
)


@pytest.mark.parametrize(
    ("wanted", "direction", "index"),
    [
        pytest.param(None, Device.MICROPHONE, 3, id="the default microphone"),
        pytest.param(None, Device.SPEAKER, 4, id="the default speaker"),
        pytest.param("built", Device.MICROPHONE, 0, id="a part of a name"),
        pytest.param("usb headset", Device.MICROPHONE, 2, id="a whole name before a part"),
        pytest.param("usb", Device.MICROPHONE, 3, id="the default among several"),
        pytest.param("usb", Device.SPEAKER, 2, id="the first among equals"),
        pytest.param("3", Device.SPEAKER, 3, id="an index before a part of a name"),
        pytest.param("HDMI 3", Device.SPEAKER, 1, id="a name with a number"),
    ],
)
def test_a_device_is_chosen(wanted: str | None, direction: Device, index: int) -> None:
    assert choose(DEVICES, wanted, direction).index == index


def test_a_name_that_fits_nothing_is_answered_with_what_there_is() -> None:
    with pytest.raises(DeviceMissing) as failure:
        choose(DEVICES, "hdmi", Device.MICROPHONE)
    assert str(failure.value) == (
        "no microphone matches 'hdmi'; found: [0] Built-in Audio, [2] USB Headset, [3] USB Headset Pro"
    )


def test_without_any_device_the_message_says_so() -> None:
    with pytest.raises(DeviceMissing, match="no sound device can be the speaker"):
        choose((), None, Device.SPEAKER)


def test_a_missing_portaudio_names_the_line_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without_portaudio(name: str, *rest: object) -> ModuleType:
        if name == "sounddevice":
            raise OSError("PortAudio library not found")
        return real(name, *rest)  # type: ignore[arg-type]  # passed on as it came

    monkeypatch.setattr(builtins, "__import__", without_portaudio)
    with pytest.raises(SoundLibraryMissing, match="apt-get install libportaudio2"):
        portaudio()


class Unstarted(ModuleType):
    """A PortAudio that is not running."""

    class PortAudioError(Exception):
        """What PortAudio raises."""

    def query_hostapis(self) -> None:
        raise self.PortAudioError("PortAudio not initialized", -10000)


def test_a_sound_system_without_a_list_is_a_failure_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "portaudio", lambda: Unstarted("sounddevice"))
    with pytest.raises(DeviceFailed, match="does not tell its devices: PortAudio not initialized"):
        sound_devices()
