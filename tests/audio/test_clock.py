from itertools import pairwise

import numpy as np
import pytest

from voicecoach.audio.clock import FrameCounter, SessionClock
from voicecoach.core.units import RATE, Samples

WINDOW = 51
"""Frames after which a first place that was wrong is put right."""


def placed(counter: FrameCounter, measured: list[int]) -> list[float | None]:
    return [counter.place(Samples(sample)) for sample in measured]


def steady(first: int, frames: int) -> list[int]:
    return [first + 320 * frame for frame in range(frames)]


def test_a_time_falls_on_the_sample_that_is_heard_then() -> None:
    clock = SessionClock()
    clock.anchor(16_000, 100.0)
    assert clock.sample_at(100.5) == 24_000
    assert clock.sample_at(99.0) == 0


def test_no_sample_is_heard_before_anything_is_played() -> None:
    assert SessionClock().sample_at(5.0) is None


def test_jitter_of_device_times_moves_no_frame() -> None:
    counter = FrameCounter()
    jittery = [start + (0, 150, -130)[index % 3] for index, start in enumerate(steady(1_000, 99))]
    assert placed(counter, jittery) == steady(1_000, 99)
    assert counter.slips == 0


@pytest.mark.parametrize("slip", [-700, 161, 640])
def test_a_lasting_slip_is_followed_and_counted(slip: int) -> None:
    counter = FrameCounter()
    placed(counter, steady(0, 60))
    after = placed(counter, steady(60 * 320 + slip, 50))
    assert after[-1] == 109 * 320 + slip
    assert counter.slips == 1


@pytest.mark.parametrize("slip", [-9_000, -700, -200, 5_000])
def test_starts_always_rise(slip: int) -> None:
    counter = FrameCounter()
    starts = [start for start in placed(counter, steady(0, 50) + steady(16_000 + slip, 80)) if start is not None]
    assert starts == sorted(set(starts))


def test_a_wrong_first_time_is_put_right_without_being_called_a_slip() -> None:
    counter = FrameCounter()
    assert placed(counter, [900, *steady(320, 60)])[-1] == 60 * 320
    assert counter.slips == 0


def test_frames_from_before_the_session_are_dropped() -> None:
    assert placed(FrameCounter(), steady(-640, 4)) == [None, None, 0, 320]


@pytest.mark.parametrize("ppm", [-200, -60, 60, 200])
def test_the_drift_of_two_devices_is_followed_without_a_slip(ppm: int) -> None:
    counter = FrameCounter()
    true = [round(320 * frame * (1 + ppm / 1e6)) for frame in range(9_000)]  # three minutes
    jitter = np.random.default_rng(5).normal(0, 30, len(true))
    starts = placed(counter, [sample + round(off) for sample, off in zip(true, jitter, strict=True)])
    off = [start - sample for start, sample in zip(starts, true, strict=True) if start is not None]
    assert max(map(abs, off)) <= RATE // 200
    assert counter.slips == 0
    steps = [after - before for before, after in pairwise(start for start in starts if start is not None)]
    glide = [step - 320 for step in steps[WINDOW:]]
    assert max(map(abs, glide)) < 0.13, "nothing jumps"
    assert np.mean(glide[3_000:]) == pytest.approx(320 * ppm / 1e6, rel=0.02)
    assert np.std(glide[3_000:]) < 0.1 / 50, "a tenth of a sample a second, where two such clocks run apart by one"


def test_after_a_gap_frames_are_placed_at_once() -> None:
    counter = FrameCounter()
    placed(counter, steady(0, 30))
    counter.restart()
    assert placed(counter, [50_000, 50_320]) == [50_000, 50_320]
