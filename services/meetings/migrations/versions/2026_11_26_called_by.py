"""called by"""

from alembic import op

revision = "meetings_called_by"
down_revision = "meetings_edition"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_meeting_called_by", "meeting", ["called_by"])


def downgrade() -> None:
    op.drop_index("ix_meeting_called_by", table_name="meeting")
