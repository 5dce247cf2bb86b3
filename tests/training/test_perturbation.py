"""Variation of features while training; needs numpy, scipy and kaldi-native-fbank."""

from typing import Any

import numpy as np
import pytest

from .conftest import Load

RATE = 16_000


def test_noise_that_is_much_softer_changes_little_and_as_loud_noise_much(load: Load) -> None:
    perturbation, frames = load("perturbation"), _tones(load)
    noise = load("features").features(np.random.default_rng(1).normal(0, 3000, RATE))
    far, near = (perturbation.noisy(frames, noise, below) for below in (60.0, 0.0))
    assert np.abs(far - frames).mean() < 0.2 * np.abs(near - frames).mean()


def test_an_utterance_becomes_longer_or_shorter_within_its_limits(load: Load) -> None:
    frames, rng = _tones(load), np.random.default_rng(2)
    lengths = {len(load("perturbation").Perturbation([]).vary(frames, rng)) for _ in range(60)}
    assert min(lengths) >= len(frames) / 1.19
    assert max(lengths) <= len(frames) / 0.83
    assert len(lengths) > 10


def test_a_longer_vocal_tract_lowers_what_is_heard(load: Load) -> None:
    warp, mel = load("perturbation").warp, np.zeros(40, np.float32)
    mel[20] = 1.0
    peaks = [int(np.argmax(mel @ warp(tract))) for tract in (0.87, 1.0, 1.16)]
    assert peaks[0] > peaks[1] > peaks[2]
    assert mel @ warp(1.0) == pytest.approx(mel, abs=1e-5)


def test_the_same_chance_gives_the_same_features(load: Load) -> None:
    perturbation = load("perturbation").Perturbation([_tones(load)])
    one, other = (perturbation.vary(_tones(load), np.random.default_rng(3)) for _ in range(2))
    assert np.array_equal(one, other)


def test_a_single_frame_survives(load: Load) -> None:
    perturbation = load("perturbation").Perturbation([_tones(load)])
    for seed in range(20):
        made = perturbation.vary(_tones(load)[:1], np.random.default_rng(seed))
        assert np.isfinite(made).all()


def _tones(load: Load) -> Any:
    times = np.arange(RATE) / RATE
    return load("features").features(8000 * np.sin(2 * np.pi * (300 + 2000 * times) * times) + 20 * np.cos(9e3 * times))
