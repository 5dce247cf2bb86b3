from dataclasses import replace

import pytest

from tests.audio.fake_streams import DEVICE
from voicecoach.audio.devices import SoundDevice
from voicecoach.audio.live import KEEP_TO_NAME, Search
from voicecoach.audio.sound_system import ASIDE, SoundSystem
from voicecoach.core.errors import DeviceFailed, DeviceMissing, VoicecoachError
from voicecoach.core.events import Device

HEADSET = replace(DEVICE, index=3, name="headset", is_default_input=False, is_default_output=False)
MOVED = replace(HEADSET, index=9)


class Stream:
    """What is open."""

    is_closed = False

    def close(self) -> None:
        assert not self.is_closed
        self.is_closed = True


class Bench:
    """A PortAudio whose list grows old, and a clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 0.0
        self.listed: tuple[SoundDevice, ...] = (DEVICE, HEADSET)
        self.present: tuple[SoundDevice, ...] = self.listed
        self.looks = 0
        self.system = SoundSystem(
            known=lambda: self.listed, present=self.look, start_over=self.start_over, now=lambda: self.now
        )

    def look(self) -> tuple[SoundDevice, ...]:
        self.looks += 1
        return self.present

    def start_over(self) -> None:
        self.listed = self.present

    def search(self, device: SoundDevice) -> Search:
        return Search(device, Device.MICROPHONE, self.system, now=lambda: self.now)

    def open(self, device: SoundDevice) -> SoundDevice:
        """Open a device by its number; a number that is no longer there cannot be opened."""
        if device not in self.present:
            raise DeviceFailed("Illegal combination of I/O devices")
        with self.system.opening():
            return device


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_a_device_that_came_back_under_another_number_is_found_by_its_name(bench: Bench) -> None:
    search = bench.search(HEADSET)
    bench.present = (DEVICE, MOVED)
    assert search.open(bench.open) == MOVED
    assert search.device == MOVED


def test_while_another_device_plays_it_is_asked_to_close_before_the_list_is_made_anew(bench: Bench) -> None:
    bench.open(DEVICE)
    bench.present = (DEVICE, MOVED)
    search = bench.search(HEADSET)
    with pytest.raises(VoicecoachError):
        search.open(bench.open)
    assert bench.system.wants_all_closed
    with pytest.raises(DeviceFailed, match="about to start over"):
        search.open(bench.open)
    bench.system.close(Stream())
    bench.now += ASIDE
    assert search.open(bench.open) == MOVED


def test_a_device_that_is_not_back_silences_no_other(bench: Bench) -> None:
    bench.open(DEVICE)
    bench.present = (DEVICE,)
    with pytest.raises(DeviceFailed):
        bench.search(HEADSET).open(bench.open)
    assert bench.looks == 1
    assert not bench.system.wants_all_closed


def test_a_device_that_only_refuses_silences_no_other(bench: Bench) -> None:
    bench.open(DEVICE)

    def refuse(_device: SoundDevice) -> SoundDevice:
        raise DeviceFailed("Device unavailable")

    with pytest.raises(DeviceFailed, match="unavailable"):
        bench.search(HEADSET).open(refuse)
    assert not bench.system.wants_all_closed


def test_what_fails_to_open_is_not_counted(bench: Bench) -> None:
    with pytest.raises(ZeroDivisionError), bench.system.opening():
        _ = 1 // 0
    bench.present = (MOVED,)
    bench.system.renew(HEADSET, Device.MICROPHONE)
    assert bench.listed == (MOVED,)


def test_the_next_default_takes_over_from_a_default_that_stays_away(bench: Bench) -> None:
    next_default = replace(HEADSET, is_default_input=True)
    bench.present = (next_default,)
    search = bench.search(DEVICE)
    search.begin()
    with pytest.raises(DeviceMissing, match="the microphone fake is not there"):
        search.open(bench.open)
    bench.now = KEEP_TO_NAME + 1
    assert search.open(bench.open) == next_default


def test_a_device_that_was_wanted_by_name_is_never_replaced(bench: Bench) -> None:
    bench.present = (DEVICE,)
    search = bench.search(HEADSET)
    bench.now = 100 * KEEP_TO_NAME
    with pytest.raises(DeviceMissing, match="the microphone headset is not there"):
        search.open(bench.open)
