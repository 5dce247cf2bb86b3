from itertools import pairwise

import numpy as np
import pytest

from voicecoach.audio.clock import FrameCounter, SessionClock, plausible_drift
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


MINUTE = 3_000
"""Frames."""


def drifting(ppm: float, frames: int, jitter: float = 30.0) -> list[int]:
    """Return measured places that run apart by so much, each off by some samples."""
    off = np.random.default_rng(5).normal(0, jitter, frames)
    return [round(320 * frame * (1 + ppm / 1e6) + each) for frame, each in enumerate(off)]


@pytest.mark.parametrize("ppm", [-150, 60])
def test_a_drift_is_told_once_it_was_followed_for_a_minute(ppm: int) -> None:
    counter = FrameCounter()
    places = drifting(ppm, 2 * MINUTE)
    placed(counter, places[:MINUTE])
    assert counter.drift is None
    placed(counter, places[MINUTE:])
    assert counter.drift == pytest.approx(ppm / 1e6, abs=5e-6)
    counter.restart()
    assert counter.drift is None


def strayed(ppm: float, known: float, frames: int) -> float:
    """Return by how many samples the frames have strayed from where they are, after so many, without jitter."""
    counter = FrameCounter(lambda: known / 1e6)
    (*_, last) = placed(counter, drifting(ppm, frames, jitter=0.0))
    assert last is not None
    assert counter.slips == 0
    return abs(last - 320 * (frames - 1) * (1 + ppm / 1e6))


def test_a_drift_that_is_known_is_followed_before_it_could_be_learnt() -> None:
    assert strayed(100, 0, 500) > 8
    assert strayed(100, 100, 500) < 4, "what it ran away by in the first second is caught up in the next ten"


@pytest.mark.parametrize(("ppm", "known"), [(200, -200), (0, 200), (-60, 200)])
def test_a_drift_that_is_wrong_is_no_slip_and_is_forgotten_within_a_minute(ppm: int, known: int) -> None:
    assert strayed(ppm, known, 600) < RATE / 300
    assert strayed(ppm, known, MINUTE) < 2.0
    right, wrong = FrameCounter(lambda: ppm / 1e6), FrameCounter(lambda: known / 1e6)
    places = drifting(ppm, 2 * MINUTE)
    placed(right, places)
    placed(wrong, places)
    assert wrong.drift == pytest.approx(right.drift, abs=0.1e-6)


@pytest.mark.parametrize(
    ("measured", "believed"), [(None, None), (2e-4, 2e-4), (-2e-4, -2e-4), (2.1e-4, None), (float("nan"), None)]
)
def test_only_what_two_devices_can_have_is_a_drift(measured: float | None, believed: float | None) -> None:
    assert plausible_drift(measured) == believed
