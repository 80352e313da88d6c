"""Meetings called about an alert."""

import sqlalchemy as sa
from alembic import op

revision = "monitoring_meeting"
down_revision = "monitoring_forecast"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "alert_meeting",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("alert_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("meeting_id", name="pk_alert_meeting"),
    )
    op.create_index("ix_alert_meeting_alert_id_starts_at", "alert_meeting", ["alert_id", "starts_at"])


def downgrade() -> None:
    op.drop_table("alert_meeting")
