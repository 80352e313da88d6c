"""What was told of a meeting, and to whom; addresses of calendar feeds."""

import sqlalchemy as sa
from alembic import op

revision = "meetings_invitation"
down_revision = "meetings_paper"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("meeting", sa.Column("told_sequence", sa.BigInteger(), nullable=False, server_default="-1"))
    op.add_column("meeting", sa.Column("told_state", sa.Text(), nullable=False, server_default=""))
    op.add_column("meeting", sa.Column("reminded_of", sa.DateTime(timezone=True), nullable=True))
    op.create_index(
        "ix_meeting_to_tell",
        "meeting",
        ["id"],
        postgresql_where=sa.text("told_sequence <> sequence OR told_state <> state"),
    )
    op.add_column("participant", sa.Column("told", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("participant", sa.Column("told_sequence", sa.BigInteger(), nullable=False, server_default="-1"))
    op.add_column("participant", sa.Column("told_content", sa.Text(), nullable=False, server_default=""))
    op.create_index(
        "ix_participant_to_tell",
        "participant",
        ["meeting_id"],
        postgresql_where=sa.text("told = (removed_at IS NOT NULL)"),
    )
    op.create_table(
        "calendar_feed",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("username", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("account_id", name="pk_calendar_feed"),
        sa.UniqueConstraint("digest", name="uq_calendar_feed_digest"),
    )


def downgrade() -> None:
    op.drop_table("calendar_feed")
    op.drop_index("ix_participant_to_tell", table_name="participant")
    for name in ("told_content", "told_sequence", "told"):
        op.drop_column("participant", name)
    op.drop_index("ix_meeting_to_tell", table_name="meeting")
    for name in ("reminded_of", "told_state", "told_sequence"):
        op.drop_column("meeting", name)
