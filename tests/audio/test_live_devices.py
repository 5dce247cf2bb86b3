from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.audio.fake_streams import DEVICE, FakeInput, FakeOutput
from voicecoach.audio.capture import DEPTH as KEPT
from voicecoach.audio.capture import Capture
from voicecoach.audio.clock import SessionClock
from voicecoach.audio.devices import SoundDevice
from voicecoach.audio.live import LiveCounts, LiveDevices, LiveMicrophone, LiveSpeaker
from voicecoach.audio.playback import DEPTH, Playback
from voicecoach.audio.reopening import RETRY, Reopening
from voicecoach.audio.sound_system import SoundSystem
from voicecoach.audio.streams import DeviceLate
from voicecoach.core.errors import DeviceFailed, DeviceMissing
from voicecoach.core.units import BLOCK
from voicecoach.ports import Frame, OutputPcm

PERIOD = BLOCK / 16_000
FULL_RING = KEPT * 16_000 // BLOCK


SYSTEM = SoundSystem(known=lambda: (DEVICE,), present=lambda: (), start_over=lambda: None)


def microphone(line: FakeInput, clock: SessionClock | None) -> LiveMicrophone:
    return LiveMicrophone(DEVICE, clock, line=partial(Capture, opened=line), system=SYSTEM)


def playing(line: FakeOutput, clock: SessionClock) -> Playback:
    """Return an output that is past its priming."""
    playback = Playback(DEVICE, clock, opened=line)
    playback._is_primed = True
    return playback


def block(level: float) -> OutputPcm:
    return np.full(BLOCK, level, np.float32)


def recorded(first: int) -> NDArray[np.int16]:
    return np.arange(first, first + BLOCK, dtype=np.int16)


def starts(frames: list[Frame]) -> list[int]:
    return [int(frame.start) for frame in frames]


@contextmanager
def cranked(line: FakeOutput, periods: int, dac_time: float = 0.0) -> Iterator[list[NDArray[np.float32]]]:
    """Collect what the device gets when it asks for some periods after the block."""
    blocks: list[NDArray[np.float32]] = []
    yield blocks
    frames = line.rate // 50
    blocks += [line.ask(frames, dac_time + period * PERIOD) for period in range(periods)]


def test_what_waits_is_softened_but_for_the_block_that_the_device_may_be_taking() -> None:
    line = FakeOutput()
    playback = playing(line, SessionClock())
    filled(playback)
    assert playback.waiting == (DEPTH - 1) * BLOCK
    playback.soften(np.zeros(playback.waiting, np.float32))
    playback._has_begun = True
    with cranked(line, DEPTH, dac_time=200.0) as blocks:
        pass
    assert [float(sound[-1]) for sound in blocks] == pytest.approx([0.1] + [0.0] * (DEPTH - 1))


def test_nothing_waits_where_the_device_takes_another_rate_or_is_gone() -> None:
    line = FakeOutput(rate=48_000)
    converted = playing(line, SessionClock())
    converted.put(block(0.5))
    converted.put(block(0.5))
    assert converted.waiting == 0
    line = FakeOutput()
    speaker = LiveSpeaker(DEVICE, SessionClock(), line=partial(Playback, opened=line), system=SYSTEM)
    speaker.write(block(0.5))
    speaker.write(block(0.5))
    assert speaker.waiting == BLOCK
    speaker.soften(np.zeros(BLOCK, np.float32))
    line.streams[0].vanish()
    with pytest.raises(DeviceFailed):
        speaker.write(block(0.5))
    assert speaker.waiting == 0


def filled(playback: Playback) -> None:
    """Put blocks numbered from 1 until the ring is full, as far as that needs no waiting."""
    for number in range(DEPTH):
        assert playback.put(block((number + 1) / 10))
    playback._has_begun = True


def test_blocks_leave_in_order_and_anchor_the_clock() -> None:
    line, clock = FakeOutput(), SessionClock()
    playback = playing(line, clock)
    filled(playback)
    with cranked(line, DEPTH, dac_time=200.0) as blocks:
        pass
    assert [float(sound[0]) for sound in blocks] == pytest.approx([(number + 1) / 10 for number in range(DEPTH)])
    assert clock.sample_at(200.0) == 0
    assert playback.underflows == 0


def test_until_the_session_begins_the_device_gets_silence_that_is_no_underflow() -> None:
    line, clock = FakeOutput(), SessionClock()
    playback = Playback(DEVICE, clock, opened=line)
    assert not line.ask(BLOCK, 200.0).any()
    assert not clock.is_anchored
    assert playback.underflows == 0


def test_an_underflow_is_counted_and_moves_the_clock() -> None:
    line, clock = FakeOutput(), SessionClock()
    playback = playing(line, clock)
    filled(playback)
    with cranked(line, DEPTH + 2, dac_time=200.0) as blocks:
        pass
    assert playback.underflows == 2
    assert not blocks[-1].any()
    playback.put(block(0.5))
    line.ask(BLOCK, 200.0 + (DEPTH + 2) * PERIOD)
    assert clock.sample_at(200.0 + (DEPTH + 2) * PERIOD) == DEPTH * BLOCK


def test_an_underflow_that_only_the_device_knows_of_is_counted_too() -> None:
    line = FakeOutput()
    playback = playing(line, SessionClock())
    filled(playback)
    line.ask(BLOCK, 200.0, underflow=True)
    line.ask(BLOCK, 200.0 + PERIOD)
    assert playback.underflows == 1


def test_a_device_that_refuses_16_khz_is_played_at_its_own_rate() -> None:
    line, clock = FakeOutput(rate=48_000), SessionClock()
    playback = playing(line, clock)
    playback.begin_at(32_000)
    filled(playback)
    with cranked(line, 3, dac_time=200.0) as blocks:
        pass
    assert np.concatenate(blocks)[300:800] == pytest.approx(0.1, abs=0.01)
    assert clock.sample_at(200.0) == 32_000
    assert clock.sample_at(200.0 + 2 * PERIOD) == 32_640


def test_a_speaker_that_went_away_says_so_once_and_time_goes_on() -> None:
    line = FakeOutput()
    speaker = LiveSpeaker(DEVICE, SessionClock(), line=partial(Playback, opened=line), system=SYSTEM)
    speaker.write(block(0.1))
    line.streams[0].vanish()
    with pytest.raises(DeviceFailed, match="the speaker fake went away"):
        speaker.write(block(0.2))
    assert speaker.is_lost
    speaker.write(block(0.3))
    speaker.close()


def test_frames_say_what_was_heard_while_they_were_recorded() -> None:
    line, clock = FakeInput(), SessionClock()
    heard = microphone(line, clock)
    clock.anchor(16_000, 101.0)
    line.bring(recorded(0), 101.5)
    line.bring(recorded(320), 101.5 + PERIOD)
    first, second = heard.read()
    assert starts([first, second]) == [24_000, 24_320]
    np.testing.assert_array_equal(np.concatenate((first.pcm, second.pcm)), np.arange(640))
    assert not heard.read()


def test_nothing_is_heard_before_the_session_is() -> None:
    line, clock = FakeInput(), SessionClock()
    heard = microphone(line, clock)
    line.bring(recorded(0), 100.0)
    assert not heard.read()
    clock.anchor(0, 100.5)
    line.bring(recorded(0), 100.49)
    line.bring(recorded(0), 100.49 + PERIOD)
    assert starts(list(heard.read())) == [160]


def test_without_a_live_output_the_session_begins_with_the_first_look() -> None:
    line = FakeInput()
    heard = microphone(line, None)
    line.bring(recorded(0), 100.0 - PERIOD)
    line.bring(recorded(0), 100.0)
    assert starts(list(heard.read())) == [0]


def test_a_device_without_times_is_placed_by_its_latency() -> None:
    line, clock = FakeInput(), SessionClock()
    heard = microphone(line, clock)
    clock.anchor(16_000, 99.0)
    line.bring(recorded(0), 0.0)
    assert starts(list(heard.read())) == [16_000 + round((1.0 - 0.06) * 16_000)]


def test_sound_that_was_lost_leaves_a_gap_in_the_numbers() -> None:
    line, clock = FakeInput(), SessionClock()
    heard = microphone(line, clock)
    clock.anchor(0, 100.0)
    line.bring(recorded(0), 100.0)
    assert starts(list(heard.read())) == [0]
    line.bring(recorded(0), 101.0, overflow=True)
    heard.read()
    line.bring(recorded(0), 101.0 + PERIOD)
    assert starts(list(heard.read())) == [16_320]
    line.bring(recorded(0), 101.002 + 2 * PERIOD)
    assert starts(list(heard.read())) == [16_640]
    assert heard.counts == LiveCounts(overflows=1)


def test_sound_that_found_no_room_is_counted_and_moves_nothing_that_did() -> None:
    line = FakeInput()
    capture = Capture(DEVICE, opened=line)
    times = [100.0 + period * PERIOD for period in range(2 + FULL_RING + 2)]
    for time in times[:2]:
        line.bring(recorded(0), time)
    taken = capture.take()
    assert next(taken).time == pytest.approx(times[0])
    for time in times[2:]:
        line.bring(recorded(0), time)
    assert capture.overflows == 2
    assert next(taken).time == pytest.approx(times[1])
    assert not list(capture.take())
    line.bring(recorded(0), 110.0)
    (after,) = capture.take()
    assert after.time == pytest.approx(110.0)
    assert after.follows_gap


def test_the_devices_of_a_session_are_counted_together() -> None:
    line, clock, devices = FakeInput(), SessionClock(), LiveDevices()
    for _ in range(2):
        devices.add(microphone(line, clock))
        line.bring(recorded(0), 100.0, overflow=True)
    assert devices.count() == LiveCounts(overflows=2)


def test_a_microphone_at_48_khz_gives_frames_at_16_khz() -> None:
    line, clock = FakeInput(rate=48_000), SessionClock()
    heard = microphone(line, clock)
    clock.anchor(0, 100.0)
    for period in range(10):
        line.bring(np.full(960, 1_000, np.int16), 100.0 + period * PERIOD)
    frames = heard.read()
    assert starts(list(frames)) == [320 * number for number in range(len(frames))]
    assert len(frames) >= 7
    np.testing.assert_allclose(frames[4].pcm, 1_000, atol=3)


def test_a_microphone_that_went_away_says_so_once_and_then_hears_nothing() -> None:
    line = FakeInput()
    heard = microphone(line, SessionClock())
    line.streams[0].vanish()
    with pytest.raises(DeviceFailed, match="the microphone fake went away"):
        heard.read()
    assert heard.is_lost
    assert not heard.read()
    heard.close()


def test_a_lost_device_is_tried_more_and_more_seldom_until_it_opens() -> None:
    now = 0.0
    attempts: list[float] = []

    def attempt() -> str:
        attempts.append(now)
        if len(attempts) < 5:
            raise DeviceMissing("no microphone matches 'fake'")
        return "open"

    reopening = Reopening(attempt, now=lambda: now)
    answers: list[str | None] = []
    while not answers or answers[-1] is None:
        answers.append(reopening.poll())
        if reopening._thread is not None:
            reopening._thread.join()
        now += 0.25
    assert attempts == [0.5, 1.5, 3.5, 6.5, 9.5]
    assert answers[-1] == "open"


def test_a_measured_delay_moves_frames_to_where_they_were_in_the_air() -> None:
    line, clock = FakeInput(), SessionClock()
    heard = LiveMicrophone(DEVICE, clock, line=partial(Capture, opened=line, delay=lambda: 0.25), system=SYSTEM)
    clock.anchor(16_000, 101.0)
    line.bring(recorded(0), 101.5)
    assert starts(list(heard.read())) == [24_000 - 4_000]


def test_a_wireless_headset_is_led_in_and_never_falls_silent() -> None:
    line = FakeOutput()
    playback = Playback(DEVICE, SessionClock(), opened=line, lead_in=0.3)
    lead = [line.ask(BLOCK, 200.0)]
    while not playback._is_primed:
        playback._heartbeat._beat_at -= PERIOD
        lead.append(line.ask(BLOCK, 200.0))
    assert len(lead) == 1 + 15 + 1
    filled(playback)
    sounds = [*lead, *(line.ask(BLOCK, 200.0) for _ in range(DEPTH + 5))]
    assert all(0 < np.abs(sound - np.round(sound, 1)).max() < 0.001 for sound in sounds)


class StartingOver(SoundSystem):
    """A sound system that wants every device to close for a moment."""

    wants_all_closed = True


def test_devices_step_aside_without_a_word_when_the_sound_system_starts_over() -> None:
    system = StartingOver()
    heard = LiveMicrophone(DEVICE, SessionClock(), line=partial(Capture, opened=FakeInput()), system=system)
    speaker = LiveSpeaker(DEVICE, SessionClock(), line=partial(Playback, opened=FakeOutput()), system=system)
    assert not heard.read()
    speaker.write(block(0.1))
    assert (heard.is_lost, speaker.is_lost) == (True, True)


class SlowDevice:
    """A line that is late so many times before it opens."""

    def __init__(self, times: int) -> None:
        self._times = times
        self.tries = 0

    def play(self, device: SoundDevice, clock: SessionClock) -> Playback:
        self._try()
        return Playback(device, clock, opened=FakeOutput())

    def record(self, device: SoundDevice) -> Capture:
        self._try()
        return Capture(device, opened=FakeInput())

    def _try(self) -> None:
        self.tries += 1
        if self.tries <= self._times:
            raise DeviceLate("Wait timed out")


def speak(slow: SlowDevice, wait: Callable[[float], None]) -> LiveSpeaker:
    return LiveSpeaker(DEVICE, SessionClock(), line=slow.play, system=SYSTEM, wait=wait)


def hear(slow: SlowDevice, wait: Callable[[float], None]) -> LiveMicrophone:
    return LiveMicrophone(DEVICE, None, line=slow.record, system=SYSTEM, wait=wait)


@pytest.mark.parametrize("begin", [speak, hear])
def test_a_device_that_is_late_at_the_start_is_opened_once_more(
    begin: Callable[[SlowDevice, Callable[[float], None]], LiveSpeaker | LiveMicrophone],
) -> None:
    waits: list[float] = []
    assert not begin(SlowDevice(1), waits.append).is_lost
    assert waits == [RETRY]
    hopeless = SlowDevice(2)
    with pytest.raises(DeviceLate):
        begin(hopeless, waits.append)
    assert hopeless.tries == 2
