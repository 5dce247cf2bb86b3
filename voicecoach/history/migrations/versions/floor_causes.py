"""Why the floor is where it is, and how well its marks agree."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the columns, and have every session read from its journal once more, which tells the causes."""
    op.add_column("floors", sa.Column("cause", sa.String(20)))
    op.add_column("floors", sa.Column("marks", sa.Integer, nullable=False, server_default="0"))
    op.add_column("floors", sa.Column("spread", sa.Double, nullable=False, server_default="0"))
    op.execute("UPDATE sessions SET journal_bytes = 0")


def downgrade() -> None:
    """Drop the columns."""
    for column in ("spread", "marks", "cause"):
        op.drop_column("floors", column)
