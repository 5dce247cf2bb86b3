"""The plan as a calendar file (RFC 5545) with an alarm before each session."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

from icalendar import Alarm, Calendar, Event

from voicecoach.core.errors import StorageFull
from voicecoach.core.progress import Decision
from voicecoach.core.schedule import Day
from voicecoach.history.outlook import explain, words

LASTS = timedelta(minutes=20)
"""A session of three sets with warm-up, rests and plank."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """When in the day, for whom, and how long before to remind."""

    person: str
    at: time
    """Wall time wherever the person is."""
    remind: timedelta


def calendar_of(days: Sequence[Day], decision: Decision, appointment: Appointment, written: datetime) -> bytes:
    """Return the plan as a calendar; only the next session's load is decided, so only that one names it.

    A day keeps its identity from file to file, so that a calendar that takes it again changes nothing else.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//voicecoach//plan//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for place, day in enumerate(days):
        calendar.add_component(_event(day, decision if place == 0 else None, appointment, written))
    return bytes(calendar.to_ical())


def write_calendar(path: Path, content: bytes) -> None:
    """Write a calendar over an earlier one; raises StorageFull."""
    try:
        path.write_bytes(content)
    except OSError as error:
        raise StorageFull(f"the calendar {path} cannot be written: {error.strerror}; choose another --ics") from error


def _event(day: Day, decision: Decision | None, appointment: Appointment, written: datetime) -> Event:
    start = datetime.combine(datetime.fromordinal(day), appointment.at)
    event = Event()
    event.add("uid", f"{start:%Y%m%d}-{appointment.person}@voicecoach")
    event.add("dtstamp", written)
    event.add("dtstart", start)
    event.add("dtend", start + LASTS)
    event.add("summary", _title(decision))
    if decision:
        event.add("description", explain(decision))
    event.add_component(_alarm(appointment.remind))
    return event


def _title(decision: Decision | None) -> str:
    return f"Leg raises: {words(decision.variation)}, 3 x {decision.reps}" if decision else "Leg raises"


def _alarm(before: timedelta) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", "Leg raises")
    alarm.add("trigger", -before)
    return alarm
