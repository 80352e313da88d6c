"""Meetings called about a task."""

import sqlalchemy as sa
from alembic import op

revision = "governance_meeting"
down_revision = "governance_roster"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "task_meeting",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("meeting_id", name="pk_task_meeting"),
    )
    op.create_index("ix_task_meeting_task_id_starts_at", "task_meeting", ["task_id", "starts_at"])


def downgrade() -> None:
    op.drop_table("task_meeting")
