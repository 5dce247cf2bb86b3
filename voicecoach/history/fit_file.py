"""One session as a FIT strength activity, as watches and training sites know it; the only import of fit_tool."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise
from pathlib import Path

from fit_tool.fit_file_builder import FitFileBuilder
from fit_tool.message import Message
from fit_tool.profile import profile_type
from fit_tool.profile.messages.activity_message import ActivityMessage
from fit_tool.profile.messages.event_message import EventMessage
from fit_tool.profile.messages.file_id_message import FileIdMessage
from fit_tool.profile.messages.lap_message import LapMessage
from fit_tool.profile.messages.session_message import SessionMessage
from fit_tool.profile.messages.set_message import SetMessage
from fit_tool.profile.profile_type import (
    Activity,
    Event,
    EventType,
    ExerciseCategory,
    FileType,
    Manufacturer,
    SetType,
    Sport,
    SubSport,
)

from voicecoach.core.errors import ExportBroken
from voicecoach.core.exercise import KINDS
from voicecoach.history.record import SessionRecord, session_done
from voicecoach.history.timeline import TimedSet, began_at, timed_sets
from voicecoach.history.whole_file import whole_file

_USUAL = "leg_raise.lying_straight_leg_raise"
"""What comes nearest in the profile to a variation that names nothing nearer (`core/variations.toml`, `fit`)."""


def write_fit(path: Path, records: Iterable[SessionRecord]) -> int:
    """Write the last session that came to a rep, and return 1: a FIT file holds one activity.

    Repetitions are the perfect reps. Raises ExportBroken when no session came to a rep, and StorageFull.
    """
    told = max((record for record in records if session_done(record).attempted), key=began_at, default=None)
    if told is None:
        raise ExportBroken(f"{path}: no session came to a rep yet; start one with: voicecoach")
    content = _content(told)
    with whole_file(path) as part:
        part.write_bytes(content)
    return 1


def _content(record: SessionRecord) -> bytes:
    began, sets = began_at(record), timed_sets(record)
    builder = FitFileBuilder(auto_define=True)
    builder.add_all([_file_id(began), _timer(began, EventType.START), *_with_rests(sets)])
    builder.add_all([_timer(sets[-1].end, EventType.STOP_ALL), *_totals(began, sets[-1].end)])
    return bytes(builder.build_bytes())


def _with_rests(sets: Sequence[TimedSet]) -> list[Message]:
    messages = [_active(sets[0])]
    for before, after in pairwise(sets):
        messages += [_rest(before.end, after.start), _active(after)]
    for index, message in enumerate(messages):
        message.message_index = index
    return list(messages)


def _active(done: TimedSet) -> SetMessage:
    message = _timed(SetType.ACTIVE, done.start, done.end)
    message.repetitions = done.perfect
    category, name = exercise(KINDS[done.variation].fit or _USUAL)
    message.category, message.category_subtype = [category], [name]
    return message


def exercise(fit: str) -> tuple[int, int]:
    """Return the numbers of a category and of a name in it, written as `category.name`.

    Raises ExportBroken where the profile has no such.
    """
    category, _, name = fit.upper().partition(".")
    try:
        names = getattr(profile_type, f"{category.title().replace('_', '')}ExerciseName")
        return ExerciseCategory[category].value, names[name].value
    except (AttributeError, KeyError) as failure:
        allowed = f"category and name of the FIT profile, as in {_USUAL}"
        raise ExportBroken(f"variations.toml: fit is {fit!r}; allowed: {allowed}") from failure


def _rest(start: datetime, end: datetime) -> SetMessage:
    return _timed(SetType.REST, start, end)


def _timed(kind: SetType, start: datetime, end: datetime) -> SetMessage:
    message = SetMessage()
    message.set_type, message.start_time, message.timestamp = kind.value, _milliseconds(start), _milliseconds(end)
    message.duration = (end - start).total_seconds()
    return message


def _file_id(began: datetime) -> FileIdMessage:
    message = FileIdMessage()
    message.type, message.time_created = FileType.ACTIVITY, _milliseconds(began)
    message.manufacturer, message.product = Manufacturer.DEVELOPMENT.value, 0
    return message


def _timer(at: datetime, kind: EventType) -> EventMessage:
    message = EventMessage()
    message.event, message.event_type, message.timestamp = Event.TIMER, kind, _milliseconds(at)
    return message


def _totals(began: datetime, ended: datetime) -> tuple[Message, ...]:
    """Return the one lap, the session and the activity, in the order in which a FIT file holds them."""
    lasted = (ended - began).total_seconds()
    lap, session, activity = LapMessage(), SessionMessage(), ActivityMessage()
    for message in (lap, session):
        message.message_index, message.start_time, message.timestamp = 0, _milliseconds(began), _milliseconds(ended)
        message.total_elapsed_time = message.total_timer_time = lasted
        message.sport, message.sub_sport = Sport.TRAINING, SubSport.STRENGTH_TRAINING
        message.event_type = EventType.STOP
    lap.event, session.event = Event.LAP, Event.SESSION
    session.first_lap_index, session.num_laps = 0, 1
    activity.timestamp, activity.total_timer_time = _milliseconds(ended), lasted
    activity.num_sessions, activity.type = 1, Activity.MANUAL
    activity.event, activity.event_type = Event.ACTIVITY, EventType.STOP
    return lap, session, activity


def _milliseconds(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
