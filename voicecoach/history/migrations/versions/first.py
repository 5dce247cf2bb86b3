"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "people",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(80), nullable=False, unique=True),
    )
    op.create_table(
        "sessions",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("person", sa.Integer, sa.ForeignKey("people.id"), nullable=False),
        sa.Column("journal", sa.String(255), nullable=False, unique=True),
        sa.Column("parts", sa.Integer, nullable=False),
        sa.Column("journal_bytes", sa.Integer, nullable=False),
        sa.Column("began", sa.String(40), nullable=False),
        sa.Column("day", sa.Integer, nullable=False),
        sa.Column("variation", sa.String(20), nullable=False),
        sa.Column("last_variation", sa.String(20), nullable=False),
        sa.Column("sets_asked", sa.Integer, nullable=False),
        sa.Column("reps_asked", sa.Integer, nullable=False),
        sa.Column("outcome", sa.String(20)),
    )
    op.create_index("sessions_by_day", "sessions", ["person", "day", "began"])
    op.create_table(
        "sets",
        sa.Column("session", sa.Integer, sa.ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("variation", sa.String(20), nullable=False),
        sa.Column("descent", sa.Integer, nullable=False),
        sa.Column("attempted", sa.Integer, nullable=False),
        sa.Column("perfect", sa.Integer, nullable=False),
        sa.Column("voided", sa.Integer, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "reps",
        sa.Column("session", sa.Integer, sa.ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("place", sa.Integer, primary_key=True),
        sa.Column("part", sa.Integer, nullable=False),
        sa.Column("set", sa.Integer, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("variation", sa.String(20), nullable=False),
        sa.Column("descent", sa.Integer, nullable=False),
        sa.Column("start", sa.Double, nullable=False),
        sa.Column("end", sa.Double),
        sa.Column("verdict", sa.String(20), nullable=False),
        sa.Column("reason", sa.String(20)),
        sa.Column("judged_at", sa.Double),
        sa.Column("spoken_at", sa.Double),
        sa.Column("attribution", sa.String(20), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "floors",
        sa.Column("session", sa.Integer, sa.ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("place", sa.Integer, primary_key=True),
        sa.Column("part", sa.Integer, nullable=False),
        sa.Column("at", sa.Double, nullable=False),
        sa.Column("fraction", sa.Double, nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "safety_events",
        sa.Column("session", sa.Integer, sa.ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("place", sa.Integer, primary_key=True),
        sa.Column("part", sa.Integer, nullable=False),
        sa.Column("at", sa.Double, nullable=False),
        sa.Column("command", sa.String(20), nullable=False),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "plan_decisions",
        sa.Column("session", sa.Integer, sa.ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("rule", sa.String(40), nullable=False),
        sa.Column("variation", sa.String(20), nullable=False),
        sa.Column("reps", sa.Integer, nullable=False),
        sa.Column("load", sa.String(10), nullable=False),
        sa.Column("because", sa.Text, nullable=False),
        sa.Column("evidence", sa.Text, nullable=False),
        sa.Column("would_change", sa.Text, nullable=False),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Drop the tables."""
    for table in ("plan_decisions", "safety_events", "floors", "reps", "sets", "sessions", "people"):
        op.drop_table(table)
