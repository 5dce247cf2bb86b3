"""The tables of the history as the newest migration leaves them; a test compares the two."""

from sqlalchemy import Boolean, Column, Double, ForeignKey, Index, Integer, MetaData, String, Table, Text

METADATA = MetaData()
WORD = String(20)

people = Table(
    "people",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("name", String(80), nullable=False, unique=True),
)

sessions = Table(
    "sessions",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("person", Integer, ForeignKey("people.id"), nullable=False),
    Column("journal", String(255), nullable=False, unique=True),
    Column("parts", Integer, nullable=False),
    Column("journal_bytes", Integer, nullable=False),
    Column("began", String(40), nullable=False),
    Column("day", Integer, nullable=False),  # the date at the place, counted in days, so that it can be searched
    Column("variation", WORD, nullable=False),
    Column("last_variation", WORD, nullable=False),  # that of the last rep, read on its own for millions of reps
    Column("sets_asked", Integer, nullable=False),
    Column("reps_asked", Integer, nullable=False),
    Column("outcome", WORD),
    Column("sits", Boolean),
    Index("sessions_by_day", "person", "day", "began"),
)


def _of_session(name: str, *columns: Column[object], key: str = "place") -> Table:
    """Return a table whose rows belong to a session and vanish with it."""
    session: Column[int] = Column("session", Integer, ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True)
    return Table(name, METADATA, session, Column(key, Integer, primary_key=True), *columns, sqlite_with_rowid=False)


sets = _of_session(  # tallies of the reps, read on their own for millions of reps
    "sets",
    Column("variation", WORD, nullable=False),
    Column("descent", Integer, nullable=False),
    Column("attempted", Integer, nullable=False),
    Column("perfect", Integer, nullable=False),
    Column("voided", Integer, nullable=False),
    key="number",
)

reps = _of_session(
    "reps",
    Column("part", Integer, nullable=False),
    Column("set", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("variation", WORD, nullable=False),
    Column("descent", Integer, nullable=False),
    Column("start", Double, nullable=False),
    Column("end", Double),
    Column("verdict", WORD, nullable=False),
    Column("reason", WORD),
    Column("judged_at", Double),
    Column("spoken_at", Double),
    Column("attribution", WORD, nullable=False),
)

floors = _of_session(
    "floors",
    Column("part", Integer, nullable=False),
    Column("at", Double, nullable=False),
    Column("fraction", Double, nullable=False),
    Column("cause", WORD),
    Column("marks", Integer, nullable=False, server_default="0"),
    Column("spread", Double, nullable=False, server_default="0"),
)

safety_events = _of_session(
    "safety_events",
    Column("part", Integer, nullable=False),
    Column("at", Double, nullable=False),
    Column("command", WORD, nullable=False),
)

plan_decisions = Table(
    "plan_decisions",
    METADATA,
    Column("session", Integer, ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
    Column("rule", String(40), nullable=False),
    Column("variation", WORD, nullable=False),
    Column("reps", Integer, nullable=False),
    Column("load", String(10), nullable=False),
    Column("because", Text, nullable=False),
    Column("evidence", Text, nullable=False),  # JSON: a list of days and words
    Column("would_change", Text, nullable=False),
    sqlite_with_rowid=False,
)
