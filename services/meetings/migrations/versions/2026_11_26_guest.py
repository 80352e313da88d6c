"""Guests from outside; one chair of a meeting by construction; rooms that are searched for."""

import sqlalchemy as sa
from alembic import op

revision = "meetings_guest"
down_revision = "meetings_meeting"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "guest_pass",
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("pin_hash", sa.Text(), nullable=False),
        sa.Column("serial", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.BigInteger(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=("fk_guest_pass_participant_id_participant")
        ),
        sa.PrimaryKeyConstraint("id", name=("pk_guest_pass")),
        sa.UniqueConstraint("participant_id", name=("uq_guest_pass_participant_id")),
        sa.UniqueConstraint("token_hash", name=("uq_guest_pass_token_hash")),
    )
    op.create_index(
        "uq_participant_chair",
        "participant",
        ["meeting_id"],
        unique=True,
        postgresql_where=sa.text("role = 'chair' AND removed_at IS NULL"),
    )
    op.add_column("meeting_room", sa.Column("folded", sa.Text(), server_default="", nullable=False))


def downgrade() -> None:
    op.drop_column("meeting_room", "folded")
    op.drop_index("uq_participant_chair", table_name="participant")
    op.drop_table("guest_pass")
