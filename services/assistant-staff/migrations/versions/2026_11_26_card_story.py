"""A card belongs to the story of what the answer before it quoted."""

import sqlalchemy as sa
from alembic import op

revision = "assistant_staff_card_story"
down_revision = "assistant_staff_library"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("action_card", sa.Column("correlation_id", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("action_card", "correlation_id")
