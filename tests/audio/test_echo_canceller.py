"""The coach's voice taken out of the microphone, in a simulated room."""

import numpy as np
import pytest
from numpy.typing import NDArray

from voicecoach.audio.echo_canceller import PARTITIONS, KalmanCanceller
from voicecoach.core.units import BLOCK, RATE

SILENCE = np.zeros(BLOCK, np.float32)

Sound = NDArray[np.float32]


def speech(seconds: float, seed: int) -> Sound:
    """Return noise that swells and fades four times a second, as speech does."""
    chance = np.random.default_rng(seed)
    time = np.arange(int(seconds * RATE) // BLOCK * BLOCK) / RATE
    return np.asarray(0.1 * chance.standard_normal(time.size) * np.abs(np.sin(4 * np.pi * time)), np.float32)


def in_room(sound: Sound, delay: int = 480, rt60: float = 0.3) -> Sound:
    """Return the echo of a sound some milliseconds later, 6 dB below it."""
    chance = np.random.default_rng(5)
    taps = chance.standard_normal(int(rt60 * RATE)) * 10 ** (-3 * np.arange(int(rt60 * RATE)) / (rt60 * RATE))
    path = np.concatenate([np.zeros(delay), taps / np.linalg.norm(taps) / 2])
    return np.convolve(sound, path)[: sound.size].astype(np.float32)


def cleaned(microphone: Sound, reference: Sound) -> Sound:
    canceller = KalmanCanceller()
    pcm = np.rint(microphone * 32_768).astype(np.int16)
    blocks = (canceller.clean(pcm[at : at + BLOCK], reference[at : at + BLOCK]) for at in range(0, pcm.size, BLOCK))
    return (np.concatenate(list(blocks)) / 32_768).astype(np.float32)


def level(sound: Sound) -> float:
    return float(10 * np.log10(np.mean(sound**2) + 1e-12))


@pytest.mark.parametrize("delay", [0, 480, 1600], ids=["at once", "30 ms", "100 ms"])
def test_the_echo_is_taken_out_once_the_room_is_known(delay: int) -> None:
    coach = speech(6, 1)
    echo = in_room(coach, delay)
    rest = cleaned(echo, coach)
    last = slice(-2 * RATE, None)
    assert level(rest[last]) < level(echo[last]) - 20


def test_an_echo_half_a_second_late_is_still_taken_out() -> None:
    coach = speech(10, 1)
    echo = in_room(coach, delay=RATE // 2, rt60=0.1)
    last = slice(-2 * RATE, None)
    assert level(cleaned(echo, coach)[last]) < level(echo[last]) - 20


def test_a_person_who_speaks_over_the_coach_stays() -> None:
    coach, person = speech(8, 1), speech(8, 2)
    person[: 4 * RATE] = 0
    echo = in_room(coach)
    rest = cleaned(echo + person, coach)
    spoken = slice(5 * RATE, 7 * RATE)
    assert level(rest[spoken] - person[spoken]) < level(person[spoken]) - 9
    assert level(rest[spoken]) == pytest.approx(level(person[spoken]), abs=1.5)


def test_without_the_coach_every_sample_stays() -> None:
    canceller = KalmanCanceller()
    chance = np.random.default_rng(3)
    for _ in range(5):
        pcm = chance.integers(-32_768, 32_767, BLOCK).astype(np.int16)
        assert canceller.clean(pcm, SILENCE) is pcm


def test_what_still_rings_when_the_coach_has_stopped_is_taken_out_too() -> None:
    coach = speech(6, 1)
    coach[5 * RATE :] = 0
    echo = in_room(coach, delay=1600)
    ringing = slice(5 * RATE, 5 * RATE + 8 * BLOCK)
    assert level(cleaned(echo, coach)[ringing]) < level(echo[ringing]) - 10


def test_the_canceller_rests_once_no_room_can_ring_any_more() -> None:
    canceller = KalmanCanceller()
    coach = speech(2, 1)
    for at in range(0, coach.size, BLOCK):
        canceller.clean(np.zeros(BLOCK, np.int16), coach[at : at + BLOCK])
    pcm = np.ones(BLOCK, np.int16)
    for _ in range(PARTITIONS):
        canceller.clean(pcm, SILENCE)
    assert [canceller.clean(pcm, SILENCE) is pcm for _ in range(3)] == [True] * 3


def test_clipped_sound_teaches_nothing() -> None:
    coach = speech(8, 1)
    echo = in_room(coach)
    clipped = slice(4 * RATE, 6 * RATE)
    microphone = echo.copy()
    microphone[clipped] = np.sign(speech(8, 2)[clipped])
    after = slice(6 * RATE, 6 * RATE + 10 * BLOCK)
    assert level(cleaned(microphone, coach)[after]) < level(echo[after]) - 15


def test_an_echo_that_drives_the_microphone_too_far_is_taken_out_too() -> None:
    coach = speech(8, 1)
    coach[6 * RATE :] *= 14
    heard = np.clip(in_room(coach), -1, 32_767 / 32_768)
    last = slice(6 * RATE, None)
    assert np.mean(np.abs(in_room(coach)[last]) > 1) > 0.02
    assert level(cleaned(heard, coach)[last]) < level(heard[last]) - 20


def test_a_muted_microphone_teaches_nothing() -> None:
    coach = speech(8, 1)
    microphone = in_room(coach)
    microphone[:RATE] = 0
    last = slice(-2 * RATE, None)
    assert level(cleaned(microphone, coach)[last]) < level(microphone[last]) - 20


def test_no_block_comes_back_louder_than_it_was() -> None:
    coach = speech(6, 1)
    echo = in_room(coach)
    echo[4 * RATE :] *= -1
    rest = cleaned(echo, coach)
    heard = (np.rint(echo * 32_768) / 32_768).astype(np.float32)
    blocks = range(0, echo.size, BLOCK)
    assert all(level(rest[at : at + BLOCK]) <= level(heard[at : at + BLOCK]) + 0.1 for at in blocks)


def test_the_same_sound_gives_the_same_samples() -> None:
    coach = speech(3, 1)
    echo = in_room(coach)
    assert np.array_equal(cleaned(echo, coach), cleaned(echo, coach))


def test_full_scale_does_not_wrap_around() -> None:
    canceller = KalmanCanceller()
    coach = speech(3, 1) * 9
    for at in range(0, coach.size, BLOCK):
        block = coach[at : at + BLOCK]
        rest = canceller.clean(np.where(block > 0, 32_767, -32_768).astype(np.int16), np.clip(block, -1, 1))
        assert rest.dtype == np.int16
        assert np.isfinite(rest).all()
