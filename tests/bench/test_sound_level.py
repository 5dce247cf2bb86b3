import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicecoach.bench.order_taking import mixed_like_the_benchmark
from voicecoach.bench.sound_level import Sound, end_of_word, mixed, noise_level
from voicecoach.core.units import RATE, Decibels
from voicecoach.speech.loudness import active_rms


def hiss(seconds: float, decibels: float, seed: int = 1) -> Sound:
    sound = np.random.default_rng(seed).normal(0.0, 10 ** (decibels / 20), round(seconds * RATE))
    return np.asarray(sound, np.float32)


def word(decibels: float) -> Sound:
    """Half a second of a tone between two silences of half a second."""
    tone = np.sin(np.arange(RATE // 2) * 2 * np.pi * 440 / RATE) * 10 ** (decibels / 20) * np.sqrt(2)
    silence = np.zeros(RATE // 2)
    return np.asarray(np.concatenate([silence, tone, silence]), np.float32)


@settings(max_examples=15, deadline=None)
@given(snr=st.floats(0, 30), speech=st.floats(-40, -20), noise=st.floats(-60, -20))
def test_the_ratio_that_was_mixed_is_measured_back(snr: float, speech: float, noise: float) -> None:
    clean = word(speech)
    both = mixed(clean, hiss(1.5, noise), Decibels(snr))
    assert active_rms(clean) - noise_level(both - clean) == pytest.approx(snr, abs=0.1)


def test_silence_around_a_word_does_not_change_its_ratio() -> None:
    padded = np.pad(word(-30.0), RATE)
    both = mixed(padded, hiss(3.5, -30.0), Decibels(12.0))
    assert active_rms(word(-30.0)) - noise_level(both - padded) == pytest.approx(12.0, abs=0.1)


def test_a_mixture_that_would_be_clipped_is_lowered() -> None:
    assert float(np.abs(mixed(word(-6.0), hiss(1.5, -6.0), Decibels(0.0))).max()) == pytest.approx(1.0)


def test_the_benchmark_of_the_orders_compares_the_loudest_windows() -> None:
    speech, noise = word(-30.0).astype(np.float64), np.tile([0.01, -0.01], 12_000)
    speech_window = 2048 * 10 ** (-30.0 / 10)
    gain = np.sqrt(speech_window / (2048 * 1e-4 * 10 ** (6.0 / 10)))
    both = speech + gain * noise
    wanted = np.rint(both / np.abs(both).max() * 16_384)
    assert np.abs(mixed_like_the_benchmark(speech, noise, 6.0) - wanted).max() <= 20


@pytest.mark.parametrize("floor", [-90.0, -60.0, -45.0])
def test_a_word_ends_where_its_sound_does(floor: float) -> None:
    sound = word(-20.0) + hiss(1.5, floor)
    assert end_of_word(sound) == pytest.approx(1.0, abs=0.025)


def test_silence_has_no_word() -> None:
    assert end_of_word(np.zeros(RATE, np.float32)) is None
    assert end_of_word(np.zeros(0, np.float32)) is None
