"""Conversations with citizens, hand-overs to officials, and questions to learn from."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "assistant_citizen_conversation"
down_revision = "assistant_citizen_procedure"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "conversation",
        sa.Column("token_digest", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("context", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("messages", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.CheckConstraint("channel IN ('page', 'widget', 'api')", name="ck_conversation_channel"),
        sa.PrimaryKeyConstraint("id", name="pk_conversation"),
        sa.UniqueConstraint("token_digest", name="uq_conversation_token_digest"),
    )
    op.create_index("ix_conversation_last_at", "conversation", ["last_at"], unique=False)
    op.create_table(
        "operator_presence",
        sa.Column("operator", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("operator", name="pk_operator_presence"),
    )
    op.create_table(
        "conversation_handover",
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("operator", sa.Text(), nullable=True),
        sa.Column("operator_name", sa.Text(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'active', 'ended')", name="ck_conversation_handover_state"),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name="fk_conversation_handover_conversation_id_conversation",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_conversation_handover"),
    )
    op.create_index(
        ("ix_conversation_handover_conversation_id"), "conversation_handover", ["conversation_id"], unique=False
    )
    op.create_index(
        ("ix_conversation_handover_state_asked_at"), "conversation_handover", ["state", "asked_at"], unique=False
    )
    op.create_index(
        "uq_conversation_handover_live",
        "conversation_handover",
        ["conversation_id"],
        unique=True,
        postgresql_where=sa.text("state <> 'ended'"),
    )
    op.create_table(
        "conversation_message",
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("body", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("signed", sa.Text(), nullable=False),
        sa.Column("intent", sa.Text(), nullable=True),
        sa.Column("procedure_id", sa.Uuid(), nullable=True),
        sa.Column("aspect", sa.Text(), nullable=True),
        sa.Column("confidence", sa.Double(), nullable=True),
        sa.Column("rating", sa.Text(), nullable=True),
        sa.Column("rating_reason", sa.Text(), nullable=True),
        sa.Column("rated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.CheckConstraint(
            "author IN ('citizen', 'assistant', 'operator', 'system')", name="ck_conversation_message_author"
        ),
        sa.CheckConstraint("rating IN ('good', 'bad')", name="ck_conversation_message_rating"),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["conversation.id"],
            name="fk_conversation_message_conversation_id_conversation",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_conversation_message"),
        sa.UniqueConstraint("conversation_id", "place", name="uq_conversation_message_conversation_id_place"),
    )
    op.create_table(
        "citizen_question",
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("flag", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("before", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("guessed_intent", sa.Text(), nullable=True),
        sa.Column("guessed_procedure_id", sa.Uuid(), nullable=True),
        sa.Column("guessed_aspect", sa.Text(), nullable=True),
        sa.Column("confidence", sa.Double(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("intent", sa.Text(), nullable=True),
        sa.Column("procedure_id", sa.Uuid(), nullable=True),
        sa.Column("aspect", sa.Text(), nullable=True),
        sa.Column("labelled_by", sa.Text(), nullable=True),
        sa.Column("labelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("flag IN ('unanswered', 'rated')", name="ck_citizen_question_flag"),
        sa.CheckConstraint("state IN ('open', 'labelled', 'dismissed')", name="ck_citizen_question_state"),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["conversation_message.id"],
            name="fk_citizen_question_message_id_conversation_message",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_citizen_question"),
        sa.UniqueConstraint("message_id", name="uq_citizen_question_message_id"),
    )
    op.create_index(
        ("ix_citizen_question_state_asked_at_id"), "citizen_question", ["state", "asked_at", "id"], unique=False
    )


def downgrade() -> None:
    op.drop_index("ix_citizen_question_state_asked_at_id", table_name="citizen_question")
    op.drop_table("citizen_question")
    op.drop_table("conversation_message")
    op.drop_index(
        "uq_conversation_handover_live",
        table_name="conversation_handover",
        postgresql_where=sa.text("state <> 'ended'"),
    )
    op.drop_index("ix_conversation_handover_state_asked_at", table_name="conversation_handover")
    op.drop_index("ix_conversation_handover_conversation_id", table_name="conversation_handover")
    op.drop_table("conversation_handover")
    op.drop_table("operator_presence")
    op.drop_index("ix_conversation_last_at", table_name="conversation")
    op.drop_table("conversation")
