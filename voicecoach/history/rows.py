"""A whole session as rows of the tables: written, and read back."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from enum import Enum

from pydantic import TypeAdapter
from sqlalchemy import Connection, CursorResult, RowMapping, Table, delete, insert, select, update

from voicecoach.core.progress import SetDone
from voicecoach.history.record import AlarmRecord, FloorRecord, RepRecord, SessionRecord, session_done
from voicecoach.history.schema import floors, people, plan_decisions, reps, safety_events, sessions, sets


def put(connection: Connection, record: SessionRecord) -> None:
    """Write a session over what was stored of it."""
    session = _put_session(connection, record)
    _put_rows(connection, sets, session, [_words(done) for done in session_done(record).sets])
    _put_rows(connection, reps, session, _placed(record.reps))
    _put_rows(connection, floors, session, _placed(record.floors))
    _put_rows(connection, safety_events, session, _placed(record.alarms))


def _person(connection: Connection, name: str) -> int:
    found = connection.execute(select(people.c.id).where(people.c.name == name)).scalar()
    if found is None:
        return _number_of(connection.execute(insert(people).values(name=name)))
    return int(found)


def _number_of(inserted: CursorResult[object]) -> int:
    """Return the number that the database gave a new row."""
    key = inserted.inserted_primary_key
    if key is None:
        raise ValueError("a row without a key")
    return int(key[0])


def _placed(entries: Sequence[RepRecord | FloorRecord | AlarmRecord]) -> list[dict[str, object]]:
    return [{"place": place, **_words(entry)} for place, entry in enumerate(entries, start=1)]


def _put_session(connection: Connection, record: SessionRecord) -> int:
    """Insert or update the row of a session and drop what hangs on it; return its number."""
    done = session_done(record)
    lists = ("reps", "floors", "alarms")
    values = {name: value for name, value in _words(record).items() if name not in lists}
    values |= {"person": _person(connection, record.person), "day": done.day, "last_variation": done.variation.value}
    found = connection.execute(select(sessions.c.id).where(sessions.c.journal == record.journal)).scalar()
    if found is None:
        return _number_of(connection.execute(insert(sessions).values(values)))
    connection.execute(update(sessions).where(sessions.c.id == found).values(values))
    for table in (sets, reps, floors, safety_events, plan_decisions):
        connection.execute(delete(table).where(table.c.session == found))
    return int(found)


def _put_rows(connection: Connection, table: Table, session: int, rows: Sequence[Mapping[str, object]]) -> None:
    if rows:
        connection.execute(insert(table), [{"session": session, **row} for row in rows])


def _words(entry: SessionRecord | RepRecord | FloorRecord | AlarmRecord | SetDone) -> dict[str, object]:
    """Return the fields of an entry with words in place of enums."""
    values = ((name, getattr(entry, name)) for name in _NAMES[type(entry)])
    return {name: value.value if isinstance(value, Enum) else value for name, value in values}


_NAMES: Mapping[type, tuple[str, ...]] = {
    kind: tuple(field.name for field in fields(kind))
    for kind in (SessionRecord, RepRecord, FloorRecord, AlarmRecord, SetDone)
}
"""Fields by kind; looking them up anew for millions of reps takes minutes."""


def whole(connection: Connection, row: RowMapping) -> SessionRecord:
    """Return the session of which this is the row, with the person's name in it and all that hangs on it."""
    values = {field.name: row[field.name] for field in fields(SessionRecord) if field.name in row}
    number = row["id"]
    entries = {
        "reps": _entries(connection, reps, number),
        "floors": _entries(connection, floors, number),
        "alarms": _entries(connection, safety_events, number),
    }
    return _RECORD.validate_python({**values, "person": row["name"], **entries})


def _entries(connection: Connection, table: Table, session: int) -> list[dict[str, object]]:
    rows = connection.execute(select(table).where(table.c.session == session).order_by(table.c.place)).mappings()
    return [{str(name): value for name, value in row.items() if name not in ("session", "place")} for row in rows]


_RECORD = TypeAdapter(SessionRecord)
