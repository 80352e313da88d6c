"""The story an event belongs to is a column of its dataset."""

import sqlalchemy as sa
from alembic import op

revision = "analytics_event_story"
down_revision = "analytics_workspace"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("feed_event", sa.Column("correlation_id", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("feed_event", "correlation_id")
