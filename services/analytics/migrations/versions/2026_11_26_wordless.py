"""Whether the words of events have left a dataset that kept them once."""

import sqlalchemy as sa
from alembic import op

revision = "analytics_wordless"
down_revision = "analytics_event_story"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("dataset", sa.Column("wordless", sa.Boolean(), server_default=sa.text("false"), nullable=False))


def downgrade() -> None:
    op.drop_column("dataset", "wordless")
