from itertools import combinations

import numpy as np
import pytest

from voicecoach.core.units import RATE, CueId, Seconds
from voicecoach.ports import OutputPcm
from voicecoach.speech.earcons import earcons, name, tone
from voicecoach.speech.loudness import peak

SOUNDS = earcons() | {CueId("tone"): tone(Seconds(0.3))}


def test_every_event_that_the_coach_marks_has_its_earcon() -> None:
    assert set(earcons()) == {f"earcon.{event}" for event in ("listening", "credited", "voided", "ducked", "rest_over")}


@pytest.mark.parametrize("sound", SOUNDS.values(), ids=SOUNDS.keys())
def test_an_earcon_is_short_and_softer_than_the_voice(sound: OutputPcm) -> None:
    assert sound.dtype == np.float32
    assert 0.05 <= len(sound) / RATE <= 0.4
    assert -16 <= peak(sound) <= -13


@pytest.mark.parametrize("sound", SOUNDS.values(), ids=SOUNDS.keys())
def test_an_earcon_does_not_click(sound: OutputPcm) -> None:
    assert np.max(np.abs(sound[[0, 1, -2, -1]])) < 1e-3
    curve = np.abs(np.diff(sound, n=2))
    steepest_tone = 0.2 * 1.25 * (2 * np.pi * 2 * 1046.5 / RATE) ** 2
    assert np.max(curve) < steepest_tone


def test_earcons_are_told_apart_by_their_shape() -> None:
    for one, other in combinations(earcons().values(), 2):
        length = max(len(one), len(other))
        a, b = (np.pad(sound, (0, length - len(sound))) for sound in (one, other))
        assert np.max(np.correlate(a, b, "full")) < 0.75 * np.sqrt(np.dot(a, a) * np.dot(b, b))


def test_the_same_earcon_is_made_each_time() -> None:
    again = earcons()
    assert all(np.array_equal(sound, again[cue]) for cue, sound in earcons().items())


def test_an_earcon_is_written_as_its_name_in_brackets() -> None:
    assert name(CueId("earcon.rest_over")) == "[rest over]"
