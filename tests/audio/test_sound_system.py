import threading
from dataclasses import replace

import pytest

from tests.audio.fake_streams import DEVICE
from voicecoach.audio import sound_system
from voicecoach.audio.devices import SoundDevice
from voicecoach.audio.reopening import KEEP_TO_NAME, Search
from voicecoach.audio.sound_system import ASIDE, SoundSystem
from voicecoach.core.errors import DeviceFailed, DeviceMissing, VoicecoachError
from voicecoach.core.events import Device

HEADSET = replace(DEVICE, index=3, name="headset", is_default_input=False, is_default_output=False)
MOVED = replace(HEADSET, index=9)


class Stream:
    """What is open, and does not close while the sound server is frozen."""

    is_closed = False

    def __init__(self, thawed: threading.Event | None = None) -> None:
        self.is_closing = threading.Event()
        self._thawed = thawed

    def close(self) -> None:
        assert not self.is_closed
        self.is_closing.set()
        assert self._thawed is None or self._thawed.wait(20)
        self.is_closed = True


class Library:
    """PortAudio's private ways of starting and ending, where the first starts fail."""

    class PortAudioError(Exception):
        """What PortAudio raises."""

    def __init__(self, failures: int) -> None:
        self._failures = failures
        self._initialized = 1

    def _terminate(self) -> None:
        if not self._initialized:
            raise self.PortAudioError("PortAudio not initialized")
        self._initialized -= 1

    def _initialize(self) -> None:
        self._failures -= 1
        if self._failures >= 0:
            raise self.PortAudioError("Unanticipated host error")
        self._initialized += 1


class Bench:
    """A PortAudio whose list grows old, and a clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 0.0
        self.listed: tuple[SoundDevice, ...] = (DEVICE, HEADSET)
        self.present: tuple[SoundDevice, ...] = self.listed
        self.looks = 0
        self.system = SoundSystem(known=self.known, present=self.look, start_over=self.start_over, now=lambda: self.now)

    def look(self) -> tuple[SoundDevice, ...]:
        self.looks += 1
        return self.present

    def start_over(self) -> None:
        assert self.system._turn.locked(), "no other call while the list is made anew"
        self.listed = self.present

    def known(self) -> tuple[SoundDevice, ...]:
        assert self.system._turn.locked(), "no look while another thread may make the list anew"
        return self.listed

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


def test_streams_that_do_not_close_while_the_server_is_frozen_do_so_once_it_goes_on(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sound_system, "PATIENCE", 0.01)
    thawed = threading.Event()
    first, second = Stream(thawed), Stream()
    for _ in range(2):
        bench.open(DEVICE)
    closing = threading.Thread(target=bench.system.close, args=(first,))
    closing.start()
    assert first.is_closing.wait(20)
    bench.system.close(second)
    assert not second.is_closed
    thawed.set()
    closing.join()
    assert second.is_closing.wait(20)
    monkeypatch.setattr(sound_system, "PATIENCE", 20.0)
    bench.present = (MOVED,)
    bench.system.renew(HEADSET, Device.MICROPHONE)
    assert bench.listed == (MOVED,)


def test_a_list_that_could_not_be_made_anew_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    library = Library(failures=1)
    monkeypatch.setattr(sound_system, "portaudio", lambda: library)
    system = SoundSystem(known=lambda: ())
    with pytest.raises(DeviceFailed, match="Unanticipated host error"):
        system.renew(HEADSET, Device.MICROPHONE)
    system.renew(HEADSET, Device.MICROPHONE)
    assert library._initialized == 1


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
