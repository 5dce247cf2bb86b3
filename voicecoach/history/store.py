"""The history as tables: whole sessions go in, tallies, decisions and whole sessions come out."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from enum import Enum

from pydantic import TypeAdapter
from sqlalchemy import (
    CompoundSelect,
    Connection,
    CursorResult,
    RowMapping,
    Select,
    Table,
    delete,
    func,
    insert,
    select,
    union,
    update,
)

from voicecoach.core.effects import FloorCause, Reason
from voicecoach.core.exercise import Variation
from voicecoach.core.ledger import Verdict
from voicecoach.core.progress import Decision, Evidence, SessionDone, SetDone, decide
from voicecoach.core.schedule import Day
from voicecoach.history.database import Database
from voicecoach.history.record import AlarmRecord, FloorRecord, RepRecord, SessionRecord, session_done
from voicecoach.history.schema import floors, people, plan_decisions, reps, safety_events, sessions, sets

LOOK_BACK = 20
"""Sessions that count that are at hand for the rules, which look at two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What tells whether a session's journals have grown since it was stored."""

    parts: int
    journal_bytes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One session as it stands in the list."""

    began: str
    person: str
    journal: str
    outcome: str | None
    """Nothing when the program died."""
    done: SessionDone


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """What a look back over years needs of one session."""

    day: Day
    variation: Variation
    attempted: int
    perfect: int
    floor: float | None
    floor_cause: FloorCause | None = None
    floor_spread: float = 0.0
    """From the highest of the marks that were pooled to the lowest."""


class Store:
    """The history of everybody in one home."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def check(self) -> None:
        """Look for damage; raises HistoryBroken."""
        self._database.check()

    def kept(self) -> Mapping[str, Kept]:
        """Return what is stored of each session, by the name of its journal."""
        with self._database.reading() as connection:
            rows = connection.execute(select(sessions.c.journal, sessions.c.parts, sessions.c.journal_bytes))
            return {journal: Kept(parts=parts, journal_bytes=size) for journal, parts, size in rows}

    def save(self, records: Iterable[SessionRecord]) -> int:
        """Store sessions over what was stored of them, in one transaction; return how many.

        Decisions after the earliest of them are made anew.
        """
        earliest: dict[str, str] = {}
        count = 0
        with self._database.writing() as connection:
            for record in records:
                _put(connection, record)
                count += 1
                earliest[record.person] = min(record.began, earliest.get(record.person, record.began), key=_moment)
            for person, since in earliest.items():
                _decide_anew(connection, person, since)
        return count

    def listed(self, person: str | None = None, *, last: int | None = None) -> tuple[Listed, ...]:
        """Return the sessions of one person, or of all, oldest first; only the last ones if told."""
        with self._database.reading() as connection:
            return tuple(_listed(connection, person, last))

    def outlines(self, person: str) -> tuple[Outline, ...]:
        """Return a person's sessions that came to reps or to an alarm, oldest first."""
        with self._database.reading() as connection:
            return tuple(_outlines(connection, person))

    def recent(self, person: str) -> tuple[SessionDone, ...]:
        """Return the last sessions of a person that came to reps or to an alarm, oldest first."""
        with self._database.reading() as connection:
            found = list(_numbered(connection, person, LOOK_BACK, only_counting=True))
            arched = _arches(connection, [number for number, _ in found])
            return tuple(replace(listed.done, arches=arched[number]) for number, listed in found)

    def sits(self, person: str) -> bool | None:
        """Return what a person said last of sitting for most of the day; nothing where they were never asked."""
        asked = select(sessions.c.sits).join(people).where(people.c.name == person, sessions.c.sits.is_not(None))
        with self._database.reading() as connection:
            latest = asked.order_by(sessions.c.day.desc(), sessions.c.began.desc()).limit(1)
            return connection.execute(latest).scalar()

    def days(self, person: str) -> list[Day]:
        """Return the days on which a person came to reps or to an alarm, in order, each once."""
        asked = select(sessions.c.day).join(people).where(people.c.name == person, sessions.c.id.in_(_came_to()))
        with self._database.reading() as connection:
            return [Day(day) for day in connection.execute(asked.distinct().order_by(sessions.c.day)).scalars()]

    def decisions(self, person: str) -> tuple[Decision, ...]:
        """Return what was decided after each session that counts, oldest first."""
        asked = (
            select(plan_decisions)
            .select_from(plan_decisions.join(sessions).join(people))
            .where(people.c.name == person)
        )
        with self._database.reading() as connection:
            rows = connection.execute(asked.order_by(sessions.c.day, sessions.c.began)).mappings()
            return tuple(_decision(row) for row in rows)

    def records(self) -> Iterator[SessionRecord]:
        """Return every session whole, oldest first."""
        with self._database.reading() as connection:
            asked = select(sessions, people.c.name.label("name")).join(people)
            for row in connection.execute(asked.order_by(sessions.c.day, sessions.c.began)).mappings().all():
                yield _record(connection, row)

    def people(self) -> tuple[str, ...]:
        """Return everybody who has sessions, sorted."""
        with self._database.reading() as connection:
            return tuple(connection.execute(select(people.c.name).order_by(people.c.name)).scalars())

    def count(self, person: str) -> int:
        """Count the sessions of a person."""
        asked = select(func.count()).select_from(sessions.join(people)).where(people.c.name == person)
        with self._database.reading() as connection:
            return int(connection.execute(asked).scalar_one())

    def forget(self, person: str) -> None:
        """Remove a person and all their sessions, also from where a database keeps what was deleted."""
        of_person = select(people.c.id).where(people.c.name == person).scalar_subquery()
        with self._database.erasing() as connection:
            connection.execute(delete(sessions).where(sessions.c.person == of_person))
            connection.execute(delete(people).where(people.c.name == person))

    def empty(self, journals: Sequence[str]) -> None:
        """Forget what is stored of some sessions; their journals stay."""
        with self._database.writing() as connection:
            for journal in journals:
                connection.execute(delete(sessions).where(sessions.c.journal == journal))


def _moment(began: str) -> tuple[int, str]:
    """Order sessions as the tables do: by the date at the place, then by the time there."""
    return (Day(int(began[:10].replace("-", ""))), began)


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


def _put(connection: Connection, record: SessionRecord) -> None:
    session = _put_session(connection, record)
    _put_rows(connection, sets, session, [_words(done) for done in session_done(record).sets])
    _put_rows(connection, reps, session, _placed(record.reps))
    _put_rows(connection, floors, session, _placed(record.floors))
    _put_rows(connection, safety_events, session, _placed(record.alarms))


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


def _decide_anew(connection: Connection, person: str, since: str) -> None:
    """Write what the rules said at the end of each session from a moment on."""
    seen: list[SessionDone] = []
    rows: list[dict[str, object]] = []
    numbers: list[int] = []
    for number, listed in _numbered(connection, person, None):
        if not listed.done.counts:
            continue
        seen = [*seen[-LOOK_BACK:], listed.done]
        if _moment(listed.began) >= _moment(since):
            numbers.append(number)
            rows.append({"session": number, **_decided(decide(seen, listed.done.day))})
    for number in numbers:
        connection.execute(delete(plan_decisions).where(plan_decisions.c.session == number))
    if rows:
        connection.execute(insert(plan_decisions), rows)


def _decided(decision: Decision) -> dict[str, object]:
    evidence = json.dumps([asdict(shown) for shown in decision.evidence], separators=(",", ":"))
    values = {name: str(value) if isinstance(value, str) else value for name, value in asdict(decision).items()}
    return {**values, "evidence": evidence}


def _decision(row: RowMapping) -> Decision:
    values = {name: value for name, value in row.items() if name not in ("session", "evidence")}
    evidence = tuple(Evidence(**shown) for shown in json.loads(row["evidence"]))
    return _DECISION.validate_python({**values, "evidence": evidence})


def _outlines(connection: Connection, person: str) -> Iterator[Outline]:
    """Let the database add up, so that millions of reps cost nothing."""
    of_set = select(sets.c.session, func.sum(sets.c.attempted).label("attempted"), func.sum(sets.c.perfect).label("ok"))
    tallies = of_set.group_by(sets.c.session).subquery()
    hurt = set(connection.execute(select(safety_events.c.session).distinct()).scalars())
    rows = connection.execute(select(floors).order_by(floors.c.place)).mappings().all()
    marks = {row["session"]: row for row in rows}
    spreads: dict[int, float] = {row["session"]: row["spread"] for row in rows if row["marks"]}
    asked = (
        select(sessions.c.id, sessions.c.day, sessions.c.last_variation, tallies.c.attempted, tallies.c.ok)
        .select_from(sessions.join(people).outerjoin(tallies, tallies.c.session == sessions.c.id))
        .where(people.c.name == person)
        .order_by(sessions.c.day, sessions.c.began)
    )
    for number, day, variation, attempted, perfect in connection.execute(asked):
        if attempted or number in hurt:
            floor = marks.get(number)
            yield Outline(
                day=Day(day),
                variation=Variation(variation),
                attempted=attempted or 0,
                perfect=perfect or 0,
                floor=floor["fraction"] if floor else None,
                floor_cause=FloorCause(floor["cause"]) if floor and floor["cause"] else None,
                floor_spread=spreads.get(number, 0.0),
            )


def _listed(connection: Connection, person: str | None, last: int | None) -> Iterator[Listed]:
    return (listed for _, listed in _numbered(connection, person, last))


def _numbered(
    connection: Connection, person: str | None, last: int | None, *, only_counting: bool = False
) -> Iterator[tuple[int, Listed]]:
    """Return sessions with their numbers, oldest first, without touching their reps."""
    asked = select(sessions, people.c.name.label("name")).join(people)
    if person is not None:
        asked = asked.where(people.c.name == person)
    if only_counting:
        asked = asked.where(sessions.c.id.in_(_came_to()))
    asked = asked.order_by(sessions.c.day.desc(), sessions.c.began.desc()).limit(last)
    chosen = connection.execute(asked).mappings().all()
    earliest = min((row["day"] for row in chosen), default=0)
    later = select(sessions.c.id).where(sessions.c.day >= earliest)
    tallies = _by_session(connection, select(sets).where(sets.c.session.in_(later)).order_by(sets.c.number))
    alarms = _by_session(connection, select(safety_events).where(safety_events.c.session.in_(later)))
    marks = _by_session(connection, select(floors).where(floors.c.session.in_(later)).order_by(floors.c.place))
    for row in reversed(chosen):
        number = row["id"]
        yield (
            number,
            Listed(
                began=row["began"],
                person=row["name"],
                journal=row["journal"],
                outcome=row["outcome"],
                done=SessionDone(
                    day=Day(row["day"]),
                    variation=Variation(row["last_variation"]),
                    reps_asked=row["reps_asked"],
                    sets=tuple(_set_done(tally) for tally in tallies[number]),
                    alarms=tuple(alarm["command"] for alarm in alarms[number]),
                    floor=marks[number][-1]["fraction"] if marks[number] else None,
                ),
            ),
        )


def _arches(connection: Connection, numbers: Sequence[int]) -> Counter[int]:
    """Count the arched reps of a few sessions; those of a whole history would be millions of reps to read."""
    asked = select(reps.c.session, func.count()).where(
        reps.c.session.in_(numbers), reps.c.verdict == Verdict.VOIDED.value, reps.c.reason == Reason.ARCHED.value
    )
    return Counter({int(row[0]): int(row[1]) for row in connection.execute(asked.group_by(reps.c.session))})


def _came_to() -> CompoundSelect[tuple[int]]:
    """Return the numbers of the sessions that came to reps or to an alarm."""
    return union(select(sets.c.session), select(safety_events.c.session))


def _set_done(row: RowMapping) -> SetDone:
    return SetDone(
        number=row["number"],
        variation=Variation(row["variation"]),
        descent=row["descent"],
        attempted=row["attempted"],
        perfect=row["perfect"],
        voided=row["voided"],
    )


def _by_session(connection: Connection, asked: Select[tuple[object, ...]]) -> defaultdict[int, list[RowMapping]]:
    found: defaultdict[int, list[RowMapping]] = defaultdict(list)
    for row in connection.execute(asked).mappings():
        found[row["session"]].append(row)
    return found


def _record(connection: Connection, row: RowMapping) -> SessionRecord:
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
_DECISION = TypeAdapter(Decision)
