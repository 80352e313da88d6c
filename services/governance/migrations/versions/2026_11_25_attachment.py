"""Attachment."""

import sqlalchemy as sa
from alembic import op

revision = "governance_attachment"
down_revision = "governance_organisation"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attachment",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("pages", sa.BigInteger(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("text_folded", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.CheckConstraint("size > 0", name=("ck_attachment_size")),
        sa.CheckConstraint("state IN ('waiting', 'read', 'unreadable')", name=("ck_attachment_state")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=("fk_attachment_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=("pk_attachment")),
    )
    op.create_index(("ix_attachment_digest"), "attachment", ["digest"], unique=False)
    op.create_index(
        "ix_attachment_words",
        "attachment",
        [sa.literal_column("to_tsvector('simple', text_folded)")],
        unique=False,
        postgresql_using="gin",
    )
    op.create_index(
        "ix_attachment_waiting",
        "attachment",
        ["created_at"],
        unique=False,
        postgresql_where=sa.text("state = 'waiting'"),
    )


def downgrade() -> None:
    op.drop_index("ix_attachment_waiting", table_name="attachment")
    op.drop_index("ix_attachment_words", table_name="attachment")
    op.drop_index(("ix_attachment_digest"), table_name="attachment")
    op.drop_table("attachment")
