from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from tests.rehearsal.scripts import persona
from voicecoach.core.errors import SoundFileBroken
from voicecoach.core.units import Samples
from voicecoach.rehearsal.convolver import Convolver
from voicecoach.rehearsal.lane import Lane
from voicecoach.rehearsal.noise import noise_loop
from voicecoach.rehearsal.person import Utterance
from voicecoach.rehearsal.persona import Noise, NoiseKind
from voicecoach.rehearsal.room import SimulatedRoom

TONE = (0.5 * np.sin(2 * np.pi * 440 * np.arange(8000) / 16_000)).astype(np.float32)
SILENCE = np.zeros(320, dtype=np.float32)


class OneWord:
    """Say one word once."""

    def __init__(self, start: int | None) -> None:
        self._words = [] if start is None else [Utterance(text="yes", start=Samples(start))]

    def begin(self, until: Samples) -> Sequence[Utterance]:
        due = [word for word in self._words if word.start < until]
        self._words = [word for word in self._words if word.start >= until]
        return due


def listen(folder: Path, coach: NDArray[np.float32], start: int | None = None, **tables: object) -> NDArray[np.int16]:
    """Play the coach's sound, then half a second of silence, into a room; return what its microphone heard."""
    room = SimulatedRoom(persona(**tables), OneWord(start), {"yes": TONE}, folder)
    heard = []
    for block in np.concatenate([coach, np.zeros(8000, dtype=np.float32)]).reshape(-1, 320):
        room.write(block)
        frames = room.read()
        assert [frame.start for frame in frames] == [room.clock - 320]
        heard.append(frames[0].pcm)
    room.close()
    return np.concatenate(heard)


def click(at: int, frames: int = 3200) -> NDArray[np.float32]:
    sound = np.zeros(frames, dtype=np.float32)
    sound[at] = 0.8
    return sound


def test_the_leak_comes_at_its_delay_and_gain_to_the_sample_where_there_is_no_echo(tmp_path: Path) -> None:
    heard = listen(tmp_path, click(1000), room={"rt60": 0}, leak={"level": -20.0, "delay": 0.055})
    expected = np.zeros(len(heard), dtype=np.int16)
    expected[1000 + 880] = round(0.8 * 0.1 * 32767)
    np.testing.assert_array_equal(heard, expected)


def test_a_speaker_that_clips_leaks_no_more_than_it_can(tmp_path: Path) -> None:
    heard = listen(tmp_path, click(0), room={"rt60": 0}, leak={"level": 0.0, "delay": 0.02, "clip": 0.25})
    assert heard.max() == round(0.25 * 32767)


def test_a_leak_rings_on_in_a_room_and_keeps_its_whole_level(tmp_path: Path) -> None:
    heard = listen(tmp_path, click(1000), room={"rt60": 0.4}, leak={"level": -6.0, "delay": 0.05}).astype(float)
    assert np.linalg.norm(heard[1801:]) > 1000
    assert np.linalg.norm(heard) == pytest.approx(0.8 * 10 ** (-6 / 20) * 32767, rel=0.01)


@pytest.mark.parametrize(("distance", "level"), [(1.0, -26.0), (2.0, -32.02), (0.5, -19.98)])
def test_the_person_is_heard_at_their_level_less_6_db_for_each_doubling_of_the_distance(
    tmp_path: Path, distance: float, level: float
) -> None:
    heard = listen(tmp_path, np.zeros(16_000, np.float32), 3200, room={"rt60": 0, "distance": distance})
    middle = heard[3200 + 1000 : 3200 + 7000].astype(float) / 32767
    assert 20 * np.log10(np.sqrt(np.mean(middle**2))) == pytest.approx(level, abs=0.05)


def test_the_person_s_sound_travels_to_the_microphone_and_starts_at_its_sample_in_the_dry_track(tmp_path: Path) -> None:
    heard = listen(tmp_path, np.zeros(16_000, np.float32), 3333, room={"rt60": 0, "distance": 3.43})
    dry, _ = soundfile.read(tmp_path / "person.wav", dtype="int16")
    first = int(np.flatnonzero(dry)[0])
    assert first == 3333 + 1  # a sine begins with zero
    assert int(np.flatnonzero(heard)[0]) == pytest.approx(first + 160, abs=2)


def test_the_coach_s_track_holds_what_was_written(tmp_path: Path) -> None:
    listen(tmp_path, TONE)
    track, rate = soundfile.read(tmp_path / "coach.wav", dtype="int16")
    assert rate == 16_000
    np.testing.assert_array_equal(track[:8000], np.rint(TONE * 32767).astype(np.int16))


def test_the_microphone_s_track_is_what_was_heard_bit_for_bit(tmp_path: Path) -> None:
    heard = listen(tmp_path, TONE, 1000, noise={"kind": "white", "level": -30.0})
    track, _ = soundfile.read(tmp_path / "microphone.wav", dtype="int16")
    np.testing.assert_array_equal(track, heard)


def test_the_same_room_sounds_the_same_again(tmp_path: Path) -> None:
    def sound(seed: int) -> NDArray[np.int16]:
        return listen(tmp_path, TONE, 500, room={"rt60": 0.5}, noise={"kind": "fan"}, leak={"level": -10.0}, seed=seed)

    once = sound(1)
    np.testing.assert_array_equal(once, sound(1))
    assert (once != sound(2)).any()


def test_a_recorded_room_takes_the_place_of_the_synthetic_one(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "hall.wav", np.array([0.0, 0.5, 0.0, 0.25]), 16_000, subtype="FLOAT")
    room = {"impulse_response": tmp_path / "hall.wav"}
    heard = listen(tmp_path, click(0), room=room, leak={"level": 0.0, "delay": 0.02})
    places = np.flatnonzero(heard)
    np.testing.assert_array_equal(places, [320, 322])
    assert heard[320] == pytest.approx(2 * heard[322], abs=2)


def test_a_persona_without_patience_exhausts_the_microphone(tmp_path: Path) -> None:
    room = SimulatedRoom(persona(minutes_at_most=0.001), OneWord(None), {}, tmp_path)
    patience = []
    for _ in range(4):
        room.write(SILENCE)
        patience.append(room.is_exhausted)
    room.close()
    room.close()
    assert patience == [False, False, True, True]


@pytest.mark.parametrize("kind", ["white", "pink", "fan", "breath"])
def test_a_noise_has_its_level_whatever_its_colour(kind: NoiseKind) -> None:
    loop = noise_loop(Noise(kind=kind, level=-40.0), np.random.default_rng(1))
    assert loop is not None
    assert len(loop) % 320 == 0
    assert 20 * np.log10(np.sqrt(np.mean(loop.astype(float) ** 2))) == pytest.approx(-40, abs=0.01)


def test_a_noise_file_is_looped_at_its_level(tmp_path: Path) -> None:
    soundfile.write(tmp_path / "hum.wav", TONE[:1000], 16_000)
    loop = noise_loop(Noise(file=tmp_path / "hum.wav", level=-40.0), np.random.default_rng(1))
    assert loop is not None
    assert len(loop) == 1280
    assert 20 * np.log10(np.sqrt(np.mean(loop.astype(float) ** 2))) == pytest.approx(-40, abs=0.01)


def test_a_noise_file_that_is_no_sound_is_named(tmp_path: Path) -> None:
    (tmp_path / "hum.wav").write_text("hum")
    with pytest.raises(SoundFileBroken, match=r"hum\.wav cannot be read"):
        noise_loop(Noise(file=tmp_path / "hum.wav"), np.random.default_rng(1))


@given(
    taps=st.integers(1, 1500),
    pattern=st.lists(st.booleans(), min_size=1, max_size=12),
    seed=st.integers(0, 100),
)
def test_the_stream_s_answer_is_that_of_the_whole(taps: int, pattern: list[bool], seed: int) -> None:
    chance = np.random.default_rng(seed)
    response = chance.standard_normal(taps)
    blocks = [chance.standard_normal(320) * is_loud for is_loud in pattern] + [np.zeros(320)] * 6
    convolver = Convolver(response)
    answer = np.concatenate([convolver.convolve(block) for block in blocks])
    whole = np.convolve(np.concatenate(blocks), response)[: len(answer)]
    np.testing.assert_allclose(answer, whole, atol=1e-9)


def test_a_lane_sums_what_overlaps_and_refuses_the_past() -> None:
    lane = Lane()
    lane.add(Samples(300), np.ones(40))
    lane.add(Samples(330), np.ones(400))
    sound = np.concatenate([lane.take() for _ in range(3)])
    assert [sound[299], sound[300], sound[330], sound[340], sound[729], sound[730]] == [0, 1, 2, 1, 1, 0]
    with pytest.raises(ValueError, match="taken already"):
        lane.add(Samples(900), np.ones(1))
