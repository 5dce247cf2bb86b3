"""An "s" over the coach, and what is none; the coach hums, and his echo is far louder than the person."""

import numpy as np
import pytest
from numpy.typing import NDArray

from voicecoach.core.units import BLOCK, RATE, samples
from voicecoach.hearing.level import mic_level
from voicecoach.hearing.listener import Listener, Opened
from voicecoach.hearing.sibilant import LONGEST, Sibilants
from voicecoach.ports import InputPcm

from .fake_recogniser import FakeRecogniser
from .sounds import Sound, frames, noise

AT = 4 * RATE
LEAK = 0.3


def band(seconds: float, decibels: float, low: float, high: float, seed: int = 5) -> Sound:
    """Return noise within a band of frequencies."""
    spectrum = np.fft.rfft(noise(seconds, 0.0, seed))
    hertz = np.fft.rfftfreq(round(seconds * RATE), 1 / RATE)
    sound = np.fft.irfft(np.where((hertz >= low) & (hertz <= high), spectrum, 0), round(seconds * RATE))
    return np.asarray(sound / np.sqrt(np.mean(sound**2)) * 10 ** (decibels / 20))


def hum(seconds: float) -> Sound:
    times = np.arange(round(seconds * RATE)) / RATE
    return np.asarray(0.1 * sum(np.sin(2 * np.pi * 150 * number * times) / number for number in range(1, 9)))


def coach(*, hisses: bool = False) -> NDArray[np.float32]:
    """Return 6 s of the coach, who may say an "s" each half second."""
    sound = hum(6.0)
    for start in range(0, sound.size, RATE // 2) if hisses else ():
        sound[start : start + RATE // 10] = band(0.1, -25.0, 5_000, 7_500, seed=start)
    return sound.astype(np.float32)


def found(person: Sound, played: NDArray[np.float32]) -> list[bool]:
    """Say of each frame from `AT` on whether it is a sibilant's, where a person is heard then."""
    sibilants = Sibilants()
    told = [
        (frame.start, sibilants.step(frame.pcm, mic_level(frame.pcm), _part(played, frame.start), is_open=False))
        for frame in frames(_heard(person, played))
    ]
    return [is_sibilant for start, is_sibilant in told if start >= AT]


def _heard(person: Sound, played: NDArray[np.float32]) -> Sound:
    sound = LEAK * played + noise(6.0, -70.0)
    sound[AT : AT + person.size] += person
    return sound


def _part(played: NDArray[np.float32], start: int) -> NDArray[np.float32]:
    return played[start : start + BLOCK]


@pytest.mark.parametrize(
    ("person", "least", "most"),
    [
        pytest.param(band(0.12, -40.0, 5_000, 7_500), 5, 6, id="an s"),
        pytest.param(band(1.0, -40.0, 5_000, 7_500), LONGEST, LONGEST + 1, id="a hiss that begins and stays"),
        pytest.param(band(0.12, -30.0, 500, 3_500), 0, 0, id="a breath"),
        pytest.param(band(0.12, -30.0, 400, 6_000), 0, 1, id="a cough"),
        pytest.param(noise(0.12, -70.0), 0, 0, id="the room"),
        pytest.param(
            band(0.12, -40.0, 5_000, 7_500) + band(0.12, -10.0, 300, 1_000), 0, 0, id="a vowel with a hiss on it"
        ),
        pytest.param(
            band(0.3, -20.0, 5_000, 7_500) * 10 ** (-np.arange(4_800) / 320 * 5 / 20), 0, 1, id="a plate that rings"
        ),
    ],
)
def test_an_s_is_told_from_other_hisses_over_the_coach(person: Sound, least: int, most: int) -> None:
    assert least <= sum(found(person, coach())) <= most


def test_the_coachs_own_s_is_none_once_his_echo_is_known() -> None:
    assert sum(found(np.zeros(0), coach(hisses=True))) == 0


def test_nothing_is_a_sibilant_before_the_coach_was_heard() -> None:
    assert not any(found(band(0.12, -40.0, 5_000, 7_500), np.zeros(6 * RATE, np.float32)))


class Deaf:
    """Hear no voice in anything."""

    def step(self, pcm: InputPcm, *, is_sound: bool) -> float:
        assert pcm.size
        return -float(is_sound)


@pytest.mark.parametrize(
    ("person", "opens"), [(band(0.12, -40.0, 5_000, 7_500), True), (band(0.12, -30.0, 500, 3_500), False)]
)
def test_an_s_over_the_coach_is_heeded_before_there_is_a_voice(person: Sound, *, opens: bool) -> None:
    listener, played = Listener(FakeRecogniser(), Deaf()), coach()
    opened = [
        frame.start + BLOCK - AT
        for frame in frames(_heard(person, played))
        for observation in listener.step(frame, _part(played, frame.start))
        if isinstance(observation, Opened)
    ]
    assert opened == ([samples(0.06)] if opens else [])
