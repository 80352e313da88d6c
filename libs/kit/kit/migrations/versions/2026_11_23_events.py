"""Outbox, consumed events, dead letters."""

import sqlalchemy as sa
from alembic import op

revision = "kit_events"
down_revision = "kit_root"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
