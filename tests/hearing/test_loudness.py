import numpy as np
import pytest

from voicecoach.core.units import Decibels
from voicecoach.hearing.level import mic_level
from voicecoach.hearing.loudness import MOST_GAIN, WANTED, Talker, amplified

from .sounds import noise, pcm


def heard_at(*levels: float) -> Talker:
    talker = Talker()
    for level in levels:
        talker.learn(Decibels(level))
    return talker


@pytest.mark.parametrize(
    ("levels", "gain"),
    [
        pytest.param((), 0.0, id="nobody understood yet"),
        pytest.param((-25.0,), 0.0, id="near"),
        pytest.param((WANTED - 8.0,), 8.0, id="far"),
        pytest.param((-75.0,), MOST_GAIN, id="too far to mend"),
        pytest.param((WANTED - 8.0, WANTED - 16.0), 12.0, id="walking away"),
    ],
)
def test_a_quiet_person_is_raised_to_the_wanted_level(levels: tuple[float, ...], gain: float) -> None:
    assert heard_at(*levels).gain == gain


def test_a_gain_raises_by_as_many_decibels() -> None:
    quiet = pcm(noise(0.5, -50.0))
    assert mic_level(amplified(quiet, Decibels(12.0))) == pytest.approx(mic_level(quiet) + 12.0, abs=0.2)


def test_nothing_is_touched_without_a_gain() -> None:
    quiet = pcm(noise(0.5, -50.0))
    assert amplified(quiet, Decibels(0.0)) is quiet


def test_what_would_exceed_full_scale_is_cut_off() -> None:
    loud = np.array([-32_768, 20_000, 100], np.int16)
    assert amplified(loud, Decibels(20.0)).tolist() == [-32_768, 32_767, 1_000]
