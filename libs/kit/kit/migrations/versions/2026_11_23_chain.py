"""Sealed record chains."""

import sqlalchemy as sa
from alembic import op

revision = "kit_chain"
down_revision = "kit_job"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
