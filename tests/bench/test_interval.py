import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voicecoach.bench.interval import Rate, Share


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_interval_of_a_share_is_the_published_one(count: int, of: int, low: float, high: float) -> None:
    """Newcombe 1998, Two-sided confidence intervals for the single proportion, table I, method 3."""
    assert Share(count=count, of=of).interval == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(("count", "low", "high"), [(0, 0.0, 3.689), (1, 0.025, 5.572), (10, 4.795, 18.390)])
def test_the_interval_of_a_rate_is_near_the_exact_one_of_poisson(count: int, low: float, high: float) -> None:
    """Garwood 1936, Fiducial limits for the Poisson distribution."""
    assert Rate(count=count, hours=1.0).interval == pytest.approx((low, high), abs=0.03)


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 500).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_a_share_lies_in_its_interval(counted: tuple[int, int]) -> None:
    count, of = counted
    low, high = Share(count=count, of=of).interval
    assert 0 <= low <= count / of + 1e-12
    assert count / of - 1e-12 <= high <= 1


def test_a_rate_is_an_hour() -> None:
    assert Rate(count=3, hours=0.5).value == 6.0


def test_nothing_counted_is_no_figure() -> None:
    assert Share(count=0, of=0).value is None
    assert Share(count=0, of=0).interval == (0.0, 1.0)
    assert Rate(count=0, hours=0.0).value is None
