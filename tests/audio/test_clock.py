import pytest

from voicecoach.audio.clock import FrameCounter, SessionClock
from voicecoach.core.units import Samples


def placed(counter: FrameCounter, measured: list[int]) -> list[int | None]:
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
    jittery = [start + (150, -130, 0)[index % 3] for index, start in enumerate(steady(1_000, 99))]
    assert placed(counter, jittery) == steady(1_150, 99)
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


def test_after_a_gap_frames_are_placed_at_once() -> None:
    counter = FrameCounter()
    placed(counter, steady(0, 30))
    counter.restart()
    assert placed(counter, [50_000, 50_320]) == [50_000, 50_320]
