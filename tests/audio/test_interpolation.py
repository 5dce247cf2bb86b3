"""Sound between its samples: late by so much, and of the same loudness."""

import numpy as np
import pytest

from voicecoach.audio.interpolation import REACH, at, between
from voicecoach.core.units import RATE


@pytest.mark.parametrize("fraction", [-0.5, -0.2, 0.1, 0.5])
@pytest.mark.parametrize("hertz", [100, 1_000, 4_000, 6_500])
def test_a_tone_is_read_between_its_samples(hertz: int, fraction: float) -> None:
    places = np.arange(352)
    tone = np.sin(2 * np.pi * hertz * places / RATE).astype(np.float32)
    expected = np.sin(2 * np.pi * hertz * (places[REACH:-REACH] + fraction) / RATE)
    assert between(tone, fraction) == pytest.approx(expected, abs=0.06)


@pytest.mark.parametrize("hertz", [100, 1_000, 4_000, 6_500])
def test_a_tone_is_read_at_any_places(hertz: int) -> None:
    places = np.arange(352)
    tone = np.sin(2 * np.pi * hertz * places / RATE)
    asked = np.linspace(REACH, 352 - REACH - 1, 400)
    assert at(tone, asked) == pytest.approx(np.sin(2 * np.pi * hertz * asked / RATE), abs=0.06)


def test_silence_stays_silence() -> None:
    assert not between(np.zeros(352, np.float32), 0.3).any()
    assert between(np.zeros(352, np.float32), 0.3).size == 320
