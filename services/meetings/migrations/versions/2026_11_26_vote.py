"""Votes, their electorates, their ballots."""

import sqlalchemy as sa
from alembic import op

revision = "meetings_vote"
down_revision = "meetings_invitation"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "vote",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("options", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("secret", sa.Boolean(), nullable=False),
        sa.Column("least", sa.BigInteger(), nullable=False),
        sa.Column("most", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_reason", sa.Text(), nullable=False),
        sa.Column("modulus", sa.LargeBinary(), nullable=True),
        sa.Column("locked_key", sa.Text(), nullable=True),
        sa.Column("counts", sa.ARRAY(sa.BigInteger()), nullable=True),
        sa.Column("cast", sa.BigInteger(), nullable=True),
        sa.Column("electorate", sa.BigInteger(), nullable=True),
        sa.Column("digest", sa.Text(), nullable=True),
        sa.Column("record_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("(state = 'closed') = (counts IS NOT NULL)", name=("ck_vote_result")),
        sa.CheckConstraint("state = 'open' OR locked_key IS NULL", name=("ck_vote_key")),
        sa.CheckConstraint("state IN ('prepared', 'open', 'closed', 'cancelled')", name=("ck_vote_state")),
        sa.CheckConstraint("0 <= least AND least <= most AND most <= cardinality(options)", name=("ck_vote_choices")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["agenda_item.id"], name=("fk_vote_item_id_agenda_item"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=("fk_vote_meeting_id_meeting")),
        sa.PrimaryKeyConstraint("id", name=("pk_vote")),
    )
    op.create_index(("ix_vote_item_id"), "vote", ["item_id"], unique=False)
    op.create_index(("ix_vote_meeting_id_id"), "vote", ["meeting_id", "id"], unique=False)
    op.create_table(
        "secret_ballot",
        sa.Column("vote_id", sa.Uuid(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("choices", sa.ARRAY(sa.BigInteger()), nullable=False),
        sa.ForeignKeyConstraint(["vote_id"], ["vote.id"], name=("fk_secret_ballot_vote_id_vote")),
        sa.PrimaryKeyConstraint("vote_id", "token", name=("pk_secret_ballot")),
    )
    op.create_table(
        "voter",
        sa.Column("vote_id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("blinded", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["participant_id"], ["participant.id"], name=("fk_voter_participant_id_participant")),
        sa.ForeignKeyConstraint(["vote_id"], ["vote.id"], name=("fk_voter_vote_id_vote")),
        sa.PrimaryKeyConstraint("vote_id", "participant_id", name=("pk_voter")),
    )
    op.create_table(
        "ballot",
        sa.Column("vote_id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("choices", sa.ARRAY(sa.BigInteger()), nullable=False),
        sa.ForeignKeyConstraint(
            ["vote_id", "participant_id"],
            ["voter.vote_id", "voter.participant_id"],
            name=("fk_ballot_vote_id_participant_id_voter"),
        ),
        sa.PrimaryKeyConstraint("vote_id", "participant_id", name=("pk_ballot")),
    )


def downgrade() -> None:
    op.drop_table("ballot")
    op.drop_table("voter")
    op.drop_table("secret_ballot")
    op.drop_index(("ix_vote_meeting_id_id"), table_name="vote")
    op.drop_index(("ix_vote_item_id"), table_name="vote")
    op.drop_table("vote")
