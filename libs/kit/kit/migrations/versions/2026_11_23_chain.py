"""Sealed record chains."""

import sqlalchemy as sa
from alembic import op

revision = "kit_chain"
down_revision = "kit_job"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "chain_record",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("prev", sa.LargeBinary(), nullable=True),
        sa.Column("hash", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chain_record")),
        sa.UniqueConstraint("seq", name=op.f("uq_chain_record_seq")),
    )
    op.create_index(
        "ix_chain_record_unsealed", "chain_record", ["id"], unique=False, postgresql_where=sa.text("seq IS NULL")
    )
    op.create_table(
        "chain_payload",
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("object", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_chain_payload")),
    )
    op.create_index(op.f("ix_chain_payload_actor_record_id"), "chain_payload", ["actor", "record_id"], unique=False)
    op.create_index(op.f("ix_chain_payload_object_record_id"), "chain_payload", ["object", "record_id"], unique=False)
    op.create_table(
        "chain_open",
        sa.Column("record_id", sa.Uuid(), nullable=False),
        sa.Column("writer", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_chain_open")),
    )
    op.create_table(
        "chain_checkpoint",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key_id", sa.Text(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_chain_checkpoint")),
    )
    op.create_table(
        "chain_key",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("public", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chain_key")),
    )


def downgrade() -> None:
    op.drop_table("chain_key")
    op.drop_table("chain_checkpoint")
    op.drop_table("chain_open")
    op.drop_table("chain_payload")
    op.drop_table("chain_record")
