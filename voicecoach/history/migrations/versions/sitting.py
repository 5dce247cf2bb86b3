"""Whether a person sits for most of the day."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the column; nobody was asked before."""
    op.add_column("sessions", sa.Column("sits", sa.Boolean))


def downgrade() -> None:
    """Drop the column."""
    op.drop_column("sessions", "sits")
