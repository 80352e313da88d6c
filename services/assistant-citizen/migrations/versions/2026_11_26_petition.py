"""Petitions of citizens, their photos, and what was done with them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "assistant_citizen_petition"
down_revision = "assistant_citizen_conversation"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "petition",
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("content_digest", sa.Text(), nullable=False),
        sa.Column("code_digest", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("area_code", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("contact_locked", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("correlation_id", sa.Text(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=True),
        sa.Column("task_path", sa.Text(), nullable=False),
        sa.Column("task_state", sa.Text(), nullable=False),
        sa.Column("task_version", sa.BigInteger(), nullable=False),
        sa.Column("lead_agency", sa.Text(), nullable=False),
        sa.Column("agencies", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("redirected_to", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rating", sa.Text(), nullable=True),
        sa.Column("rated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("rating IN ('good', 'bad')", name="ck_petition_rating"),
        sa.CheckConstraint(
            "state IN ('received', 'assigned', 'processing', 'answered', 'refused', 'redirected')",
            name="ck_petition_state",
        ),
        sa.CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name="ck_petition_position"),
        sa.PrimaryKeyConstraint("id", name="pk_petition"),
        sa.UniqueConstraint("code_digest", name="uq_petition_code_digest"),
        sa.UniqueConstraint("key", name="uq_petition_key"),
    )
    op.create_index(
        "ix_petition_closed_at",
        "petition",
        ["closed_at"],
        unique=False,
        postgresql_where=sa.text("contact_locked IS NOT NULL"),
    )
    op.create_index("ix_petition_filed_at_id", "petition", ["filed_at", "id"], unique=False)
    op.create_index("ix_petition_state_filed_at", "petition", ["state", "filed_at"], unique=False)
    op.create_table(
        "petition_photo",
        sa.Column("petition_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("width", sa.BigInteger(), nullable=False),
        sa.Column("height", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["petition_id"], ["petition.id"], name="fk_petition_photo_petition_id_petition", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_petition_photo"),
        sa.UniqueConstraint("petition_id", "place", name="uq_petition_photo_petition_id_place"),
    )
    op.create_index("ix_petition_photo_digest", "petition_photo", ["digest"], unique=False)
    op.create_table(
        "petition_step",
        sa.Column("petition_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.CheckConstraint(
            "action IN ('filed', 'assigned', 'processing', 'returned', 'answered', 'refused', 'redirected', "
            "'corrected', 'contact_seen', 'rated')",
            name="ck_petition_step_action",
        ),
        sa.ForeignKeyConstraint(
            ["petition_id"], ["petition.id"], name="fk_petition_step_petition_id_petition", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_petition_step"),
    )
    op.create_index("ix_petition_step_petition_id_id", "petition_step", ["petition_id", "id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_petition_step_petition_id_id", table_name="petition_step")
    op.drop_table("petition_step")
    op.drop_index("ix_petition_photo_digest", table_name="petition_photo")
    op.drop_table("petition_photo")
    op.drop_index("ix_petition_state_filed_at", table_name="petition")
    op.drop_index("ix_petition_filed_at_id", table_name="petition")
    op.drop_index(
        "ix_petition_closed_at", table_name="petition", postgresql_where=sa.text("contact_locked IS NOT NULL")
    )
    op.drop_table("petition")
