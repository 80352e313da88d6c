"""Due times of recurring jobs."""

import sqlalchemy as sa
from alembic import op

revision = "kit_job"
down_revision = "kit_events"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
