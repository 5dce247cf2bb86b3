"""Which days are for training: two or three a week, a day of rest between, and what counts as a week kept."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NewType

Day = NewType("Day", int)
"""A date as a count of days; day 1 is a Monday, the first of January of year 1."""

WEEKDAYS = (0, 2, 4)
"""Monday, Wednesday and Friday; Monday is 0."""

SPACING = 2
"""Days from one session to the next: at least one day of rest between (article, "Real-World Frequency")."""

MOST_IN_A_WEEK = 3
KEPT_FROM = 2
"""Two to three sessions a week (article, "Real-World Frequency")."""

FORGIVEN_EVERY = 4
"""A streak survives one week missed in this many."""


def weekday(day: Day) -> int:
    """Return the day of the week, Monday 0."""
    return (day - 1) % 7


def week(day: Day) -> int:
    """Return the number of the week that a day lies in; weeks begin on Monday."""
    return (day - 1) // 7


def is_rest_day(day: Day, done: Sequence[Day]) -> bool:
    """Say whether a session on this day would come too soon after another one, or be one too many in seven days."""
    is_close = any(0 < day - other < SPACING for other in done)
    return is_close or len({other for other in done if 0 <= day - other < 7 and other != day}) >= MOST_IN_A_WEEK


def plan_days(today: Day, done: Sequence[Day], weekdays: Sequence[int] = WEEKDAYS, *, length: int = 14) -> list[Day]:
    """Return the training days from today on; a day that was missed is made up today where the rest days allow it."""
    days: list[Day] = []
    for day in (Day(today + ahead) for ahead in range(length)):
        is_wanted = weekday(day) in weekdays or (day == today and _is_made_up(today, done, weekdays))
        if is_wanted and day not in done and not is_rest_day(day, (*done, *days)):
            days.append(day)
    return days


def _is_made_up(today: Day, done: Sequence[Day], weekdays: Sequence[int]) -> bool:
    """Say whether the last training day was missed, and today leaves a day of rest before the next one."""
    if not done:
        return False
    since = [Day(day) for day in range(max(max(done) + SPACING, today - 6), today) if weekday(Day(day)) in weekdays]
    coming = (Day(today + ahead) for ahead in range(1, SPACING))
    return bool(since) and not any(weekday(day) in weekdays for day in coming)


def weeks_kept(done: Sequence[Day]) -> list[int]:
    """Return the weeks with enough training days, oldest first."""
    trained = Counter(week(day) for day in set(done))
    return sorted(number for number, count in trained.items() if count >= KEPT_FROM)


def streak(today: Day, done: Sequence[Day]) -> int:
    """Count the weeks kept in a row up to now; the running week cannot break it, and one missed in four is forgiven."""
    kept = set(weeks_kept(done))
    return int(week(today) in kept) + sum(_back(week(today) - 1, kept))


def _back(number: int, kept: set[int]) -> Iterator[bool]:
    """Go back week by week until two are missed within `FORGIVEN_EVERY`."""
    missed: int | None = None
    while number >= min(kept, default=number + 1):
        if number not in kept:
            if missed is not None and missed - number < FORGIVEN_EVERY:
                return
            missed = number
        yield number in kept
        number -= 1
