import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicecoach.core.units import RATE
from voicecoach.ports import OutputPcm
from voicecoach.speech.loudness import active_rms, faded, normalised, peak

from .fake_engine import spoken


@settings(max_examples=10)
@given(gain=st.floats(-40, 6), words=st.integers(1, 12))
def test_every_cue_comes_to_the_same_level_however_loud_it_was(gain: float, words: int) -> None:
    sound = normalised((spoken("word " * words) * 10 ** (gain / 20)).astype(np.float32))
    assert active_rms(sound) == pytest.approx(-20, abs=0.05)
    assert peak(sound) <= -2


@settings(max_examples=10)
@given(seed=st.integers(0, 2**32 - 1), length=st.integers(40, RATE))
def test_a_spiky_cue_stays_below_the_ceiling(seed: int, length: int) -> None:
    noise = np.random.default_rng(seed)
    sound = (noise.standard_normal(length) * 1e-3).astype(np.float32)
    sound[length // 2] = 1
    assert peak(normalised(sound)) == pytest.approx(-2, abs=0.05) or active_rms(normalised(sound)) <= -19.9


def test_pauses_do_not_count_for_the_level() -> None:
    word = spoken("word")
    gap = np.zeros(RATE, dtype=np.float32)
    assert active_rms(np.concatenate([word, gap, word])) == pytest.approx(active_rms(word), abs=0.5)


@pytest.mark.parametrize("count", [0, 1, 5])
def test_a_sound_of_almost_no_length_is_levelled_and_faded(count: int) -> None:
    assert len(faded(normalised(np.zeros(count, dtype=np.float32)))) == count


def test_a_faded_cue_begins_and_ends_in_nothing() -> None:
    sound = faded(np.ones(RATE, dtype=np.float32))
    assert (sound[0], sound[-1], sound[RATE // 2]) == (0, 0, 1)
    assert np.max(np.abs(np.diff(sound))) < 0.03


def test_fading_leaves_the_given_sound_alone() -> None:
    sound: OutputPcm = np.ones(RATE, dtype=np.float32)
    faded(sound)
    assert np.all(sound == 1)
