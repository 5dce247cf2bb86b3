"""The plan as a calendar: read back by the library, with alarms and one identity a day."""

from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar

from voicecoach.core.errors import StorageFull
from voicecoach.core.progress import FIRST
from voicecoach.core.schedule import Day
from voicecoach.history.calendar_file import Appointment, calendar_of, write_calendar

APPOINTMENT = Appointment(person="sam", at=time(18, 30), remind=timedelta(minutes=10))
WRITTEN = datetime(2026, 11, 2, 12, 0, tzinfo=UTC)


def test_a_calendar_reads_back_with_days_times_and_alarms() -> None:
    days = [Day(739_922), Day(739_924)]
    events = Calendar.from_ical(calendar_of(days, FIRST, APPOINTMENT, WRITTEN)).walk("VEVENT")
    assert [event.decoded("dtstart") for event in events] == [
        datetime(2026, 11, 2, 18, 30),
        datetime(2026, 11, 4, 18, 30),
    ]
    assert [str(event["summary"]) for event in events] == ["Leg raises: straight, 3 x 10", "Leg raises"]
    assert [alarm.decoded("trigger") for event in events for alarm in event.walk("VALARM")] == [
        timedelta(minutes=-10)
    ] * 2


def test_a_day_keeps_its_identity_when_it_is_planned_again() -> None:
    first, again = (
        Calendar.from_ical(calendar_of(days, FIRST, APPOINTMENT, WRITTEN)).walk("VEVENT")
        for days in ([Day(739_922), Day(739_924)], [Day(739_924)])
    )
    assert str(again[0]["uid"]) == str(first[1]["uid"]) == "20261104-sam@voicecoach"


def test_a_calendar_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(StorageFull, match="nowhere"):
        write_calendar(tmp_path / "nowhere" / "p.ics", b"")
