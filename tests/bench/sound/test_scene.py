"""The room gives back what was played: late, weaker, drifting, clipped as told; people in it are added."""

import numpy as np
import pytest

from voicecoach.bench.sound.scene import CLIP, DELAYS, LEAKS, RINGING, EchoRoom, Scene
from voicecoach.core.units import BLOCK, RATE, Samples, Seconds, samples
from voicecoach.hearing.level import mic_level
from voicecoach.ports import Frame, OutputPcm

CHIRP = np.sin(2 * np.pi * 300 * np.arange(RATE) / RATE * np.linspace(1, 4, RATE)).astype(np.float32) * 0.5


def heard(room: EchoRoom, sound: OutputPcm) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    blocks = []
    for start in range(0, len(sound) // BLOCK * BLOCK, BLOCK):
        room.write(sound[start : start + BLOCK])
        (frame,) = room.read()
        assert frame.start == start
        blocks.append(frame.pcm / 32767)
    return np.concatenate(blocks)


def scene(*, leak: float = 0.0, is_clipped: bool = False, drift: float = 0.0) -> Scene:
    return Scene(seed=1, rt60=0.0, leak=leak, delay=Seconds(0.05), is_clipped=is_clipped, drift=drift)


def lag(echo: np.ndarray[tuple[int], np.dtype[np.float64]], sound: OutputPcm) -> int:
    size = 2 * len(sound)
    correlation = np.fft.irfft(np.fft.rfft(echo, size) * np.conj(np.fft.rfft(sound, size)))
    return int(np.argmax(correlation[: len(sound)]))


def test_the_echo_comes_late_and_as_loud_as_told() -> None:
    sound = np.concatenate([CHIRP, np.zeros(RATE, np.float32)])
    echo = heard(EchoRoom(scene(leak=-6.0)), sound)
    assert lag(echo, sound) == samples(0.05)
    assert np.sqrt(np.mean(echo**2) / np.mean(sound**2)) == pytest.approx(10 ** (-6 / 20), rel=0.02)


def test_a_small_speaker_cuts_off() -> None:
    echo = heard(EchoRoom(scene(is_clipped=True)), CHIRP)
    assert np.abs(echo).max() == pytest.approx(CLIP, rel=0.03)


def frames_of(room: EchoRoom, sound: OutputPcm) -> list[Frame]:
    frames: list[Frame] = []
    for start in range(0, len(sound) // BLOCK * BLOCK, BLOCK):
        room.write(sound[start : start + BLOCK])
        frames += room.read()
    return frames


def test_a_fast_clock_records_more_and_its_frames_are_followed() -> None:
    drift = 400e-6
    sound = np.concatenate([np.zeros(58 * RATE, np.float32), CHIRP, np.zeros(RATE, np.float32)])
    frames = frames_of(EchoRoom(scene(drift=drift)), sound)
    assert len(frames) == len(sound) // BLOCK + 1
    counted = np.concatenate([frame.pcm / 32767 for frame in frames])[: len(sound)]
    placed = np.zeros(len(sound) + 2 * BLOCK)
    for frame in frames:
        placed[frame.start : frame.start + BLOCK] = frame.pcm / 32767
    assert lag(counted, sound) - samples(0.05) == pytest.approx(drift * 58.5 * RATE, rel=0.1)
    assert abs(lag(placed[: len(sound)], sound) - samples(0.05)) < samples(0.005)


def test_a_clock_that_runs_apart_takes_no_highs_away() -> None:
    tone = 0.3 * np.sin(2 * np.pi * 6_000 * np.arange(4 * RATE) / RATE).astype(np.float32)
    frames = frames_of(EchoRoom(scene(drift=120e-6)), tone)
    assert np.ptp([mic_level(frame.pcm) for frame in frames[50:]]) < 0.2


def test_clocks_that_agree_leave_frames_a_block_apart() -> None:
    frames = frames_of(EchoRoom(scene()), np.concatenate([CHIRP, CHIRP]))
    assert [frame.start for frame in frames] == list(range(0, 2 * RATE, BLOCK))


def test_a_person_is_heard_where_they_speak_and_the_coach_is_counted() -> None:
    room = EchoRoom(scene(leak=-80.0))
    room.speak(CHIRP.astype(np.float64), Samples(RATE))
    sound = np.zeros(3 * RATE, np.float32)
    sound[:BLOCK] = 0.1
    assert lag(heard(room, sound), np.concatenate([CHIRP, np.zeros(2 * RATE, np.float32)])) == RATE
    assert room.sounded == BLOCK


def test_rooms_are_drawn_within_bounds_and_all_leaks_take_turns() -> None:
    scenes = [Scene.drawn(seed) for seed in range(40)]
    assert scenes == [Scene.drawn(seed) for seed in range(40)]
    assert {one.leak for one in scenes[:4]} == set(LEAKS)
    assert all(RINGING[0] <= one.rt60 <= RINGING[1] and DELAYS[0] <= one.delay <= DELAYS[1] for one in scenes)
    assert {one.is_clipped for one in scenes} == {True, False}
    assert len({one.drift for one in scenes}) == 2
