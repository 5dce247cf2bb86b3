"""What a session is put into: which devices, opened how, and what is held while it runs."""

import signal
from collections.abc import Callable, Iterable, Iterator
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
from voicecoach.audio.live import LiveCounts, LiveDevices, LiveMicrophone
from voicecoach.audio.sleep_watch import SleepingSpeaker
from voicecoach.audio.sound_check import MARGIN
from voicecoach.audio.sound_system import SoundSystem
from voicecoach.cli import coach, sound
from voicecoach.cli.coach import open_room
from voicecoach.cli.sound import Lines
from voicecoach.core.events import Device
from voicecoach.core.units import Decibels, Samples, Seconds
from voicecoach.hearing.keyboard import Keyboard
from voicecoach.home import pulse_devices
from voicecoach.home.device_pairs import keep_facts, known_drift, known_facts
from voicecoach.home.pulse_devices import behind
from voicecoach.home.settings import Settings
from voicecoach.ports import Microphone, SoundFacts
from voicecoach.wiring import Room, load_cues

FACTS = SoundFacts(latency=Seconds(0.2), leak=Decibels(-18.0), noise=Decibels(-60.0), word=None)

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


PLACES = [round(320 * frame * (1 + 80e-6)) for frame in range(3_200)]
"""Of a microphone whose clock is 80 ppm slow, for a little more than a minute."""


def follow(lines: Lines, places: Iterable[int]) -> None:
    """Let the microphone be heard at places on the session clock."""
    for place in places:
        lines.counter.place(Samples(place))


def drift_of(speaker: str, folder: Path) -> float | None:
    """Return what is kept of a speaker and the microphone."""
    return known_drift(speaker, "mic", folder / "sound.json")


def test_how_clocks_run_apart_is_kept_at_the_end_and_begun_with_the_next_time(portaudio: Put, tmp_path: Path) -> None:
    portaudio()
    measured("box", "mic", 0.2, tmp_path)
    for drift in (80e-6, 40e-6):
        room, lines = opened(Ears())
        follow(lines, (round(320 * frame * (1 + drift)) for frame in range(3_200)))
        assert lines._drift == pytest.approx(0.0 if drift == 80e-6 else 80e-6, abs=2e-6)
        room.left()
        assert drift_of("box", tmp_path) == pytest.approx(drift, abs=2e-6)
    assert known_facts("box", "mic", tmp_path / "sound.json") is not None


def opened(ears: Ears) -> tuple[Room, Lines]:
    """Open a room of devices; return it and its lines."""
    room = open_room(None, None, ears)
    assert isinstance(ears.microphone, WatchedMicrophone)
    assert isinstance(ears.microphone._inner, LiveMicrophone)
    lines = room.left.__self__  # type: ignore[attr-defined]
    assert isinstance(lines, Lines)
    assert ears.microphone._inner.counter is lines.counter
    return room, lines


@pytest.mark.parametrize(
    ("places", "why"),
    [
        pytest.param(PLACES[:2_900], "less than a minute", id="short"),
        pytest.param([round(place * (1 + 300e-6)) for place in PLACES], "more than devices can", id="implausible"),
    ],
)
def test_what_is_hardly_measured_or_cannot_be_is_not_kept(
    places: list[int], why: str, portaudio: Put, tmp_path: Path
) -> None:
    portaudio()
    room, lines = opened(Ears())
    follow(lines, places)
    room.left()
    assert drift_of("box", tmp_path) is None, why


@pytest.mark.parametrize("role", Device)
@pytest.mark.parametrize("is_replaced", [False, True], ids=["for good", "and another came"])
def test_what_was_followed_until_a_device_went_is_kept_for_that_pair_alone(
    role: Device, portaudio: Put, tmp_path: Path, *, is_replaced: bool
) -> None:
    portaudio(speakers=("box", "headphones"))
    _, headphones, _ = sound_devices()
    room, lines = opened(Ears())
    follow(lines, PLACES)
    lines.lose(role)
    follow(lines, (PLACES[-1] + 320 * (1 + frame) for frame in range(6_000)))
    if is_replaced:
        lines.play(headphones, SessionClock())
    room.left()
    assert drift_of("box", tmp_path) == pytest.approx(80e-6, abs=2e-6)
    assert drift_of("headphones", tmp_path) is None


def test_a_pair_that_comes_back_is_begun_with_what_was_just_followed(portaudio: Put) -> None:
    portaudio()
    box, mic = sound_devices()
    lines = Lines()
    lines.record(mic)
    lines.play(box, SessionClock())
    follow(lines, PLACES)
    lines.lose(Device.SPEAKER)
    lines.play(box, SessionClock())
    assert lines._drift == pytest.approx(80e-6, abs=2e-6)


def test_a_disk_that_is_full_costs_the_drift_and_no_session(
    portaudio: Put, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    portaudio()
    room, lines = opened(Ears())
    follow(lines, PLACES)
    (tmp_path / "sound.json").mkdir()
    room.left()
    assert "cannot write" in capsys.readouterr().err


class TellingLines(Lines):
    """Lines that only tell which device went."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[Device] = []

    def lose(self, role: Device) -> None:
        self.told.append(role)


def test_a_device_that_goes_tells_it(portaudio: Put) -> None:
    portaudio()
    lines = TellingLines()
    box, mic = sound_devices()
    microphone = sound.live_microphone(mic, SessionClock(), lines, LiveDevices())()
    speaker = sound.live_speaker(box, SessionClock(), lines)
    assert isinstance(microphone, WatchedMicrophone)
    assert isinstance(microphone._inner, LiveMicrophone)
    microphone._inner._lose()
    speaker._lose()
    assert lines.told == [Device.MICROPHONE, Device.SPEAKER]


@pytest.mark.parametrize(
    ("input_", "output", "known"),
    [
        pytest.param(None, None, FACTS, id="two devices that were measured"),
        pytest.param("keyboard", None, None, id="typed"),
        pytest.param(None, "none", None, id="unheard"),
        pytest.param("said.wav", None, None, id="from a file"),
    ],
)
def test_what_was_measured_of_two_devices_is_known_to_the_ears(
    input_: str | None, output: str | None, known: SoundFacts | None, portaudio: Put, tmp_path: Path
) -> None:
    portaudio()
    keep_facts("box", "mic", FACTS, tmp_path / "sound.json")
    assert coach._facts_of(input_, output, load_cues()) == known


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
