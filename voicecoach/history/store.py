"""The history as tables: whole sessions go in, tallies, decisions and whole sessions come out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import delete, func, select, union

from voicecoach.core.exercise import Variation
from voicecoach.core.progress import Decision, SessionDone
from voicecoach.core.schedule import Day
from voicecoach.history.database import Database
from voicecoach.history.decisions import LOOK_BACK, decide_anew, decision_of
from voicecoach.history.listing import Listed, Outline, arches, came_to, moment, numbered, outlines
from voicecoach.history.record import SessionRecord
from voicecoach.history.rows import put, whole
from voicecoach.history.schema import people, plan_decisions, sessions, sets


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What tells whether a session's journals have grown since it was stored."""

    parts: int
    journal_bytes: int


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
                put(connection, record)
                count += 1
                earliest[record.person] = min(record.began, earliest.get(record.person, record.began), key=moment)
            for person, since in earliest.items():
                decide_anew(connection, person, since)
        return count

    def listed(self, person: str | None = None, *, last: int | None = None) -> tuple[Listed, ...]:
        """Return the sessions of one person, or of all, oldest first; only the last ones if told."""
        with self._database.reading() as connection:
            return tuple(listed for _, listed in numbered(connection, person, last))

    def outlines(self, person: str) -> tuple[Outline, ...]:
        """Return a person's sessions that came to reps or to an alarm, oldest first."""
        with self._database.reading() as connection:
            return tuple(outlines(connection, person))

    def recent(self, person: str) -> tuple[SessionDone, ...]:
        """Return the last sessions of a person that came to reps or to an alarm, oldest first."""
        with self._database.reading() as connection:
            found = list(numbered(connection, person, LOOK_BACK, only_counting=True))
            arched = arches(connection, [number for number, _ in found])
            return tuple(replace(listed.done, arches=arched[number]) for number, listed in found)

    def sits(self, person: str) -> bool | None:
        """Return what a person said last of sitting for most of the day; nothing where they were never asked."""
        asked = select(sessions.c.sits).join(people).where(people.c.name == person, sessions.c.sits.is_not(None))
        with self._database.reading() as connection:
            latest = asked.order_by(sessions.c.day.desc(), sessions.c.began.desc()).limit(1)
            return connection.execute(latest).scalar()

    def days(self, person: str) -> list[Day]:
        """Return the days on which a person came to reps or to an alarm, in order, each once."""
        asked = select(sessions.c.day).join(people).where(people.c.name == person, sessions.c.id.in_(came_to()))
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
            return tuple(decision_of(row) for row in rows)

    def records(self) -> Iterator[SessionRecord]:
        """Return every session whole, oldest first."""
        with self._database.reading() as connection:
            asked = select(sessions, people.c.name.label("name")).join(people)
            for row in connection.execute(asked.order_by(sessions.c.day, sessions.c.began)).mappings().all():
                yield whole(connection, row)

    def unknown_variations(self) -> tuple[str, ...]:
        """Return the words of variations that the program does not know, sorted."""
        columns = (sessions.c.variation, sessions.c.last_variation, sets.c.variation)
        words = union(*(select(column) for column in columns))
        with self._database.reading() as connection:
            return tuple(sorted(set(connection.execute(words).scalars()) - set(Variation)))

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
