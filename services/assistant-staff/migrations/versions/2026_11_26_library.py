"""Laws by article, passages that are found, what of other platforms is indexed, conversations and cards."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "assistant_staff_library"
down_revision = "assistant_staff_root"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "action_card",
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("lead", sa.Text(), nullable=False),
        sa.Column("lead_name", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("task_id", sa.Uuid(), nullable=True),
        sa.Column("task_path", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("state IN ('draft', 'done', 'dropped')", name=("ck_action_card_state")),
        sa.PrimaryKeyConstraint("id", name=("pk_action_card")),
    )
    op.create_index(("ix_action_card_account_id"), "action_card", ["account", "id"], unique=False)
    op.create_index(("ix_action_card_conversation_id"), "action_card", ["conversation_id"], unique=False)
    op.create_table(
        "index_rebuild",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("found", sa.BigInteger(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("kind", name=("pk_index_rebuild")),
    )
    op.create_table(
        "indexed_source",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("page", sa.Text(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.BigInteger(), nullable=False),
        sa.Column("trouble", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('document', 'task', 'minutes')", name=("ck_indexed_source_kind")),
        sa.CheckConstraint("state IN ('waiting', 'read', 'gone')", name=("ck_indexed_source_state")),
        sa.PrimaryKeyConstraint("kind", "id", name=("pk_indexed_source")),
    )
    op.create_index(
        "ix_indexed_source_waiting",
        "indexed_source",
        ["due_at"],
        unique=False,
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_table(
        "law",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("effective_from", sa.Date(), nullable=True),
        sa.Column("effective_to", sa.Date(), nullable=True),
        sa.Column("order_key", sa.Date(), nullable=False),
        sa.Column("replaced_by", sa.Uuid(), nullable=True),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.Column("articles", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("effective_to > effective_from", name=("ck_law_effective")),
        sa.CheckConstraint("replaced_by <> id", name=("ck_law_replaced")),
        sa.ForeignKeyConstraint(["replaced_by"], ["law.id"], name=("fk_law_replaced_by_law")),
        sa.PrimaryKeyConstraint("id", name=("pk_law")),
        sa.UniqueConstraint("folded", "number", name="uq_law_folded_number"),
    )
    op.create_index(("ix_law_order_key_id"), "law", ["order_key", "id"], unique=False)
    op.create_index(("ix_law_sort_key_id"), "law", ["sort_key", "id"], unique=False)
    op.create_table(
        "passage",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.Column(
            "changed_at", sa.DateTime(timezone=True), server_default=sa.text("clock_timestamp()"), nullable=False
        ),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.CheckConstraint("kind IN ('law', 'document', 'task', 'minutes')", name=("ck_passage_kind")),
        sa.PrimaryKeyConstraint("id", name=("pk_passage")),
        sa.UniqueConstraint("source_id", "place", name=("uq_passage_source_id_place")),
    )
    op.create_index(("ix_passage_changed_at"), "passage", ["changed_at"], unique=False)
    op.create_table(
        "staff_conversation",
        sa.Column("account", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=("pk_staff_conversation")),
    )
    op.create_index(
        ("ix_staff_conversation_account_last_at"), "staff_conversation", ["account", "last_at"], unique=False
    )
    op.create_index(("ix_staff_conversation_last_at"), "staff_conversation", ["last_at"], unique=False)
    op.create_table(
        "law_article",
        sa.Column("law_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("chapter", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.ForeignKeyConstraint(["law_id"], ["law.id"], name=("fk_law_article_law_id_law")),
        sa.PrimaryKeyConstraint("id", name=("pk_law_article")),
        sa.UniqueConstraint("law_id", "number", name=("uq_law_article_law_id_number")),
    )
    op.create_table(
        "staff_turn",
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("found", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("rating", sa.Text(), nullable=False),
        sa.Column("right_article", sa.Uuid(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("rated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.CheckConstraint("kind IN ('answer', 'none', 'agenda', 'action')", name=("ck_staff_turn_kind")),
        sa.CheckConstraint("rating IN ('', 'up', 'down')", name=("ck_staff_turn_rating")),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["staff_conversation.id"],
            name=("fk_staff_turn_conversation_id_staff_conversation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=("pk_staff_turn")),
    )
    op.create_index(("ix_staff_turn_conversation_id_id"), "staff_turn", ["conversation_id", "id"], unique=False)
    op.create_index(("ix_staff_turn_rating_id"), "staff_turn", ["rating", "id"], unique=False)


def downgrade() -> None:
    op.drop_index(("ix_staff_turn_rating_id"), table_name="staff_turn")
    op.drop_index(("ix_staff_turn_conversation_id_id"), table_name="staff_turn")
    op.drop_table("staff_turn")
    op.drop_table("law_article")
    op.drop_index(("ix_staff_conversation_last_at"), table_name="staff_conversation")
    op.drop_index(("ix_staff_conversation_account_last_at"), table_name="staff_conversation")
    op.drop_table("staff_conversation")
    op.drop_index(("ix_passage_changed_at"), table_name="passage")
    op.drop_table("passage")
    op.drop_index(("ix_law_sort_key_id"), table_name="law")
    op.drop_index(("ix_law_order_key_id"), table_name="law")
    op.drop_table("law")
    op.drop_index(
        "ix_indexed_source_waiting", table_name="indexed_source", postgresql_where=sa.text("state = 'waiting'")
    )
    op.drop_table("indexed_source")
    op.drop_table("index_rebuild")
    op.drop_index(("ix_action_card_conversation_id"), table_name="action_card")
    op.drop_index(("ix_action_card_account_id"), table_name="action_card")
    op.drop_table("action_card")
