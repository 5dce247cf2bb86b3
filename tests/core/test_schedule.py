"""The days: a rest day between sessions, three in seven at most, a missed day made up, weeks kept, the streak."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voicecoach.core.schedule import Day, is_rest_day, plan_days, streak, weekday, weeks_kept

MONDAY = Day(739_922)


def days(*offsets: int) -> list[Day]:
    return [Day(MONDAY + offset) for offset in offsets]


def planned(today: int, done: list[Day], weekdays: tuple[int, ...] = (0, 2, 4)) -> list[int]:
    return [day - MONDAY for day in plan_days(Day(MONDAY + today), done, weekdays)]


def test_the_day_from_which_the_tests_count_is_a_monday() -> None:
    assert weekday(MONDAY) == 0


def test_two_weeks_hold_the_chosen_days() -> None:
    assert planned(0, []) == [0, 2, 4, 7, 9, 11]


def test_a_day_after_a_session_is_for_rest() -> None:
    assert planned(2, days(1)) == [4, 7, 9, 11, 14]
    assert is_rest_day(Day(MONDAY + 2), days(1))
    assert not is_rest_day(Day(MONDAY + 3), days(1))


def test_chosen_days_next_to_each_other_are_thinned_out() -> None:
    assert planned(0, [], (0, 1, 2, 3, 4, 5, 6))[:4] == [0, 2, 4, 7]


def test_a_missed_friday_is_made_up_on_saturday_and_a_missed_wednesday_by_the_coming_friday() -> None:
    assert planned(5, days(0, 2))[:2] == [5, 7]
    assert planned(3, days(0))[:2] == [4, 7]


def test_nothing_is_made_up_when_nothing_was_missed() -> None:
    assert planned(5, days(0, 2, 4))[0] == 7
    assert planned(5, [])[0] == 7


@given(st.lists(st.integers(-20, 0)), st.sets(st.integers(0, 6)), st.integers(0, 6))
def test_a_plan_keeps_the_rest_days_whatever_was_done(done: list[int], weekdays: set[int], today: int) -> None:
    plan = plan_days(Day(MONDAY + today), days(*done), tuple(weekdays))
    everything = sorted({*days(*done), *plan})
    for day in plan:
        assert not {Day(day - 1), Day(day + 1)} & set(everything)
        assert sum(0 <= day - other < 7 for other in everything if other not in days(*done)) <= 3


@pytest.mark.parametrize(
    ("done", "today", "expected"),
    [
        ((), 3, 0),
        ((0, 2), 3, 1),
        ((0, 2, 7, 9), 11, 2),
        ((0, 2, 7, 9), 14, 2),
        ((0, 2, 14, 16), 17, 2),
        ((0, 2, 21, 23), 24, 1),
        ((0, 2, 14, 16, 28, 30), 31, 2),
        ((0, 2, 7, 9, 14, 16, 28, 30, 35, 37, 42, 44, 56, 58), 58, 7),
        ((0, 2, 7, 9, 21, 23, 28, 30, 35, 37, 42, 44, 56, 58), 58, 7),
    ],
    ids=[
        "nothing yet",
        "the running week",
        "two weeks",
        "the running week breaks nothing",
        "one week missed is forgiven",
        "two weeks missed are not",
        "two weeks missed within four are not",
        "one week in four missed is forgiven each time",
        "one week in five missed is forgiven each time",
    ],
)
def test_a_streak_counts_weeks_and_forgives(done: tuple[int, ...], today: int, expected: int) -> None:
    assert streak(Day(MONDAY + today), days(*done)) == expected


def test_a_week_is_kept_by_two_days_not_by_two_sessions_on_one() -> None:
    assert len(weeks_kept(days(0, 0, 7, 9))) == 1
