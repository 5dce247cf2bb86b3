"""When the coach ducked at a word and when it was silent, from what leaves the speaker."""

import numpy as np
import pytest

from voicecoach.bench.sound.barge_in import Audible, _to_duck, _to_silence
from voicecoach.bench.sound.interrupter import Trial, Word
from voicecoach.core.units import RATE, Samples, samples

WORD = Word(speaker="a", take="a1", sound=np.zeros(RATE), onset=Samples(0), end=samples(0.4))
TRIAL = Trial(word=WORD, onset=samples(1.0), end=samples(1.4), heard_at=samples(1.7))


def heard(*, low_from: float, pause: tuple[float, float] = (0.0, 0.0), silent_from: float = 9.0) -> Audible:
    """Return ten seconds of a coach who is low from one moment on and silent from another."""
    undimmed = np.full(10 * RATE, 0.5, np.float32)
    undimmed[samples(pause[0]) : samples(pause[1])] = 0
    undimmed[samples(silent_from) :] = 0
    played = undimmed.copy()
    played[samples(low_from) :] *= 0.1
    return Audible(played=played, undimmed=undimmed)


@pytest.mark.parametrize(
    ("sound", "seconds"),
    [
        pytest.param(heard(low_from=1.2), 0.2, id="in the middle of the word"),
        pytest.param(heard(low_from=0.9), 0.0, id="low before the word"),
        pytest.param(heard(low_from=1.6), 0.6, id="while the ears hear its end"),
        pytest.param(heard(low_from=1.7), None, id="too late to be a duck at this word"),
        pytest.param(heard(low_from=5.0), None, id="never"),
        pytest.param(heard(low_from=1.3, pause=(1.1, 2.5)), 0.1, id="amid a pause"),
    ],
)
def test_the_coach_ducked_when_its_last_loud_sample_left_the_speaker(sound: Audible, seconds: float | None) -> None:
    assert _to_duck(TRIAL, sound) == (None if seconds is None else pytest.approx(seconds))


def test_the_coach_is_silent_after_its_last_sample_before_a_pause() -> None:
    sound = heard(low_from=9.0, silent_from=1.75)
    assert _to_silence(TRIAL, sound.played != 0) == pytest.approx(0.35, abs=1e-3)
