"""Sessions as they stand in a list, or in a look back over years, without their reps."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import CompoundSelect, Connection, RowMapping, Select, func, select, union

from voicecoach.core.effects import FloorCause, Reason
from voicecoach.core.exercise import Variation
from voicecoach.core.ledger import Verdict
from voicecoach.core.progress import SessionDone, SetDone
from voicecoach.core.schedule import Day
from voicecoach.history.schema import floors, people, reps, safety_events, sessions, sets


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


def moment(began: str) -> tuple[int, str]:
    """Order sessions as the tables do: by the date at the place, then by the time there."""
    return (Day(int(began[:10].replace("-", ""))), began)


def numbered(
    connection: Connection, person: str | None, last: int | None, *, only_counting: bool = False
) -> Iterator[tuple[int, Listed]]:
    """Return sessions with their numbers, oldest first, without touching their reps."""
    chosen = connection.execute(_chosen(person, last, only_counting=only_counting)).mappings().all()
    earliest = min((row["day"] for row in chosen), default=0)
    later = select(sessions.c.id).where(sessions.c.day >= earliest)
    tallies = _by_session(connection, select(sets).where(sets.c.session.in_(later)).order_by(sets.c.number))
    alarms = _by_session(connection, select(safety_events).where(safety_events.c.session.in_(later)))
    marks = _by_session(connection, select(floors).where(floors.c.session.in_(later)).order_by(floors.c.place))
    for row in reversed(chosen):
        number = row["id"]
        done = SessionDone(
            day=Day(row["day"]),
            variation=Variation(row["last_variation"]),
            reps_asked=row["reps_asked"],
            sets=tuple(_set_done(tally) for tally in tallies[number]),
            alarms=tuple(alarm["command"] for alarm in alarms[number]),
            floor=marks[number][-1]["fraction"] if marks[number] else None,
        )
        yield number, _listed(row, done)


def _chosen(person: str | None, last: int | None, *, only_counting: bool) -> Select[tuple[object, ...]]:
    """Return the query for the rows of sessions with their person's name, newest first."""
    asked = select(sessions, people.c.name.label("name")).join(people)
    if person is not None:
        asked = asked.where(people.c.name == person)
    if only_counting:
        asked = asked.where(sessions.c.id.in_(came_to()))
    return asked.order_by(sessions.c.day.desc(), sessions.c.began.desc()).limit(last)


def _listed(row: RowMapping, done: SessionDone) -> Listed:
    return Listed(began=row["began"], person=row["name"], journal=row["journal"], outcome=row["outcome"], done=done)


def outlines(connection: Connection, person: str) -> Iterator[Outline]:
    """Return a person's sessions that came to reps or to an alarm, oldest first.

    The database adds up, so that millions of reps cost nothing.
    """
    hurt = set(connection.execute(select(safety_events.c.session).distinct()).scalars())
    rows = connection.execute(select(floors).order_by(floors.c.place)).mappings().all()
    marks = {row["session"]: row for row in rows}
    spreads: dict[int, float] = {row["session"]: row["spread"] for row in rows if row["marks"]}
    for row in connection.execute(_added_up(person)).mappings():
        if row["attempted"] or row["id"] in hurt:
            floor = marks.get(row["id"])
            yield Outline(
                day=Day(row["day"]),
                variation=Variation(row["last_variation"]),
                attempted=row["attempted"] or 0,
                perfect=row["perfect"] or 0,
                floor=floor["fraction"] if floor else None,
                floor_cause=FloorCause(floor["cause"]) if floor and floor["cause"] else None,
                floor_spread=spreads.get(row["id"], 0.0),
            )


def _added_up(person: str) -> Select[tuple[object, ...]]:
    """Return the query for a person's sessions with their attempted and perfect reps, oldest first."""
    added = (func.sum(sets.c[name]).label(name) for name in ("attempted", "perfect"))
    tallies = select(sets.c.session, *added).group_by(sets.c.session).subquery()
    return (
        select(sessions.c.id, sessions.c.day, sessions.c.last_variation, tallies.c.attempted, tallies.c.perfect)
        .select_from(sessions.join(people).outerjoin(tallies, tallies.c.session == sessions.c.id))
        .where(people.c.name == person)
        .order_by(sessions.c.day, sessions.c.began)
    )


def arches(connection: Connection, numbers: Sequence[int]) -> Counter[int]:
    """Count the arched reps of a few sessions; those of a whole history would be millions of reps to read."""
    asked = select(reps.c.session, func.count()).where(
        reps.c.session.in_(numbers), reps.c.verdict == Verdict.VOIDED.value, reps.c.reason == Reason.ARCHED.value
    )
    return Counter({int(row[0]): int(row[1]) for row in connection.execute(asked.group_by(reps.c.session))})


def came_to() -> CompoundSelect[tuple[int]]:
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
