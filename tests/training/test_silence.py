"""The silence that clips are heard in."""

import numpy as np

from .conftest import Load


def test_the_silence_that_is_added_counts_for_no_hour(load: Load) -> None:
    silence = load("silence")
    sounds = [silence.padded(np.zeros(18_000 * 16, np.int16)) for _ in range(200)]
    assert silence.hours(sounds) == 1.0


def test_a_clip_lies_in_faint_silence(load: Load) -> None:
    silence = load("silence")
    sound = silence.padded(np.full(160, 1_000, np.int16))
    assert len(sound) == 160 + 2 * silence.PAD
    assert 0 < np.abs(sound[: silence.PAD]).max() <= 3
