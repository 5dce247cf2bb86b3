"""What a session is put into: which devices, opened how, and what is held while it runs."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import pytest

from tests.audio.fake_portaudio import FakePortAudio
from voicecoach.app import CommandSource, Typing
from voicecoach.audio import devices as listing
from voicecoach.audio import streams
from voicecoach.audio.capture import Capture
from voicecoach.audio.clock import SessionClock
from voicecoach.audio.devices import sound_devices
from voicecoach.audio.level_watch import WatchedMicrophone
from voicecoach.audio.live import LiveCounts, LiveMicrophone
from voicecoach.audio.sleep_watch import SleepingSpeaker
from voicecoach.audio.sound_check import MARGIN
from voicecoach.audio.sound_system import SoundSystem
from voicecoach.cli import coach, sound
from voicecoach.cli.coach import open_room
from voicecoach.cli.sound import Lines
from voicecoach.core.units import Decibels, Seconds
from voicecoach.hearing.keyboard import Keyboard
from voicecoach.home import pulse_devices
from voicecoach.home.device_pairs import keep_facts
from voicecoach.home.pulse_devices import behind
from voicecoach.home.settings import Settings
from voicecoach.ports import Microphone, SoundFacts

Put = Callable[..., FakePortAudio]
"""Puts devices in place of this machine's, where nothing was measured yet."""


@pytest.fixture
def portaudio(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Put]:
    monkeypatch.setattr(streams, "SYSTEM", SoundSystem())  # this process's own counts no fake stream
    monkeypatch.setattr(sound, "pairs_file", lambda: tmp_path / "sound.json")

    def put(*, speakers: tuple[str, ...] = ("box",), microphones: tuple[str, ...] = ("mic",)) -> FakePortAudio:
        library = FakePortAudio(speakers=speakers, microphones=microphones)
        for module in (listing, streams):
            monkeypatch.setattr(module, "portaudio", lambda: library)
        return library

    yield put
    behind.cache_clear()


def measured(speaker: str, microphone: str, latency: float, folder: Path) -> None:
    facts = SoundFacts(latency=Seconds(latency), leak=None, noise=Decibels(-60.0), word=None)
    keep_facts(speaker, microphone, facts, folder / "sound.json")


class Ears:
    """Ears that only keep the microphone."""

    microphone: Microphone

    def __call__(self, opened: Callable[[], Microphone]) -> tuple[CommandSource, str]:
        self.microphone = opened()
        return Typing(Keyboard(iter(()))), "fake"


def heard_at(capture: Capture, library: FakePortAudio, adc_time: float) -> float:
    """Return when a block was in the air that the device says it recorded at a time."""
    library.bring(adc_time)
    (taken,) = capture.take()
    return taken.time


def test_a_microphone_is_placed_by_what_was_measured_of_it_and_the_speaker_that_plays_now(
    portaudio: Put, tmp_path: Path
) -> None:
    library = portaudio(speakers=("box", "headphones"), microphones=("mic", "other"))
    measured("box", "mic", MARGIN + 0.25, tmp_path)
    measured("headphones", "mic", MARGIN + 0.5, tmp_path)
    box, headphones, mic, other = sound_devices()
    lines, clock = Lines(), SessionClock()
    capture = lines.record(mic)
    assert heard_at(capture, library, 100.0) == 100.0
    lines.play(box, clock)
    assert heard_at(capture, library, 101.0) == pytest.approx(100.75)
    lines.play(headphones, clock)
    assert heard_at(capture, library, 102.0) == pytest.approx(101.5)
    assert heard_at(lines.record(other), library, 103.0) == 103.0


def test_a_speaker_is_led_in_if_the_one_that_is_found_is_wireless(portaudio: Put) -> None:
    library = portaudio(speakers=("box", "bluetooth headset"))
    box, headset, _ = sound_devices()
    lines = Lines()
    lines.play(box, SessionClock())
    assert not library.ask().any()
    lines.play(headset, SessionClock())
    assert library.ask().any()
    lines.play(box, SessionClock())
    assert not library.ask().any()


def test_behind_a_lent_name_another_device_may_stand_when_it_is_opened_again(
    portaudio: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    library, sink = portaudio(speakers=("default",)), "box"

    def pactl(*words: str) -> str:
        return sink if words[0] == "get-default-sink" else f'[{{"name": "{sink}", "sample_specification": "48000Hz"}}]'

    monkeypatch.setattr(pulse_devices, "pactl", pactl)
    lines, (default, _) = Lines(), sound_devices()
    lines.play(default, SessionClock())
    assert not library.ask().any()
    sink = "bluez_output"
    lines.play(default, SessionClock())
    assert library.ask().any()


def test_a_room_of_devices_places_the_microphone_and_notices_a_sleep(portaudio: Put, tmp_path: Path) -> None:
    library, ears = portaudio(), Ears()
    measured("box", "mic", MARGIN + 0.25, tmp_path)
    room = open_room(None, None, ears)
    assert isinstance(room.speaker, SleepingSpeaker)
    assert isinstance(ears.microphone, WatchedMicrophone)
    assert isinstance(ears.microphone._inner, LiveMicrophone)
    assert heard_at(ears.microphone._inner._capture, library, 101.0) == pytest.approx(100.75)
    assert room.devices is not None
    assert len(room.devices._devices) == 2
    library.bring(102.0, overflow=True)
    assert room.devices.count() == LiveCounts(overflows=1)


def test_a_room_of_devices_leads_a_wireless_speaker_in(portaudio: Put) -> None:
    library = portaudio(speakers=("bluetooth headset",))
    open_room(None, None, Ears())
    assert library.ask().any()


class Arrived(Exception):
    """The session would begin now."""


class House:
    """Take note of what is held, and of what was held when the session would begin."""

    def __init__(self) -> None:
        self.held: list[str] = []
        self.done: list[str] = []
        self.was_held: list[str] = []

    @contextmanager
    def hold(self, what: str, *_how: object) -> Iterator[None]:
        self.held.append(what)
        try:
            yield
        finally:
            assert self.held.pop() == what

    def begin(self) -> None:
        self.was_held = [*self.held, *self.done]
        raise Arrived

    def put_back(self, *_where: object) -> None:
        self.done.append("put back")


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> House:
    house = House()
    for name, what in (("only_session", "alone"), ("staying_awake", "awake"), ("quiet_music", "quiet")):
        monkeypatch.setattr(coach, name, partial(house.hold, what))
    monkeypatch.setattr(coach, "put_back_left_over", house.put_back)
    monkeypatch.setattr(coach, "_remember", house.begin)
    monkeypatch.setattr(coach, "read_settings", lambda _file: Settings())
    return house


OFF = Settings(stay_awake=False, quiet_music=False)
KEPT = Path("journal.jsonl")


@pytest.mark.parametrize(
    ("options", "settings", "held"),
    [
        pytest.param((None, None, None), Settings(), ["alone", "awake", "quiet"], id="on devices"),
        pytest.param((None, None, KEPT), Settings(), ["alone", "awake", "quiet"], id="on devices, in its own journal"),
        pytest.param((None, None, None), OFF, ["alone", "put back"], id="switched off"),
        pytest.param((None, "none", None), Settings(), ["alone", "awake", "put back"], id="unheard"),
        pytest.param(("keyboard", "none", None), Settings(), ["alone", "put back"], id="without devices"),
        pytest.param(("keyboard", "none", KEPT), Settings(), [], id="without devices, in its own journal"),
    ],
)
def test_while_somebody_is_coached_they_are_alone_awake_and_music_is_low(
    options: tuple[str | None, str | None, Path | None],
    settings: Settings,
    held: list[str],
    house: House,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(coach, "read_settings", lambda _file: settings)
    input_, output, journal = options
    with pytest.raises(Arrived):
        coach.coach(input_=input_, output=output, journal=journal)
    assert house.was_held == held


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_program_that_is_told_to_end_lets_go_of_all_that_it_holds(
    number: int, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coach, "_remember", lambda: signal.raise_signal(number))
    before = signal.signal(number, lambda *_: pytest.fail("nobody was ready for it"))
    try:
        with pytest.raises(KeyboardInterrupt):
            coach.coach()
    finally:
        signal.signal(number, before)
    assert house.held == []
