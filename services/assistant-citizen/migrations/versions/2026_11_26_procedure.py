"""Procedures, offices and frequent questions."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "assistant_citizen_procedure"
down_revision = "assistant_citizen_root"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "office",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("website", sa.Text(), nullable=False),
        sa.Column("hours", sa.Text(), nullable=False),
        sa.Column("fields", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("level IN ('province', 'commune', 'central')", name="ck_office_level"),
        sa.PrimaryKeyConstraint("id", name="pk_office"),
        sa.UniqueConstraint("code", name="uq_office_code"),
    )
    op.create_index("ix_office_sort_key_id", "office", ["sort_key", "id"], unique=False)
    op.create_table(
        "procedure",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("agency_text", sa.Text(), nullable=False),
        sa.Column("authority", sa.Text(), nullable=False),
        sa.Column("coordinating", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("steps", sa.Text(), nullable=False),
        sa.Column("conditions", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("keywords", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.Column("verified_by", sa.Text(), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("given", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("unread", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_procedure"),
        sa.UniqueConstraint("code", name="uq_procedure_code"),
    )
    op.create_index("ix_procedure_field", "procedure", ["field"], unique=False)
    op.create_index("ix_procedure_sort_key_id", "procedure", ["sort_key", "id"], unique=False)
    op.create_index(
        "ix_procedure_words",
        "procedure",
        [sa.literal_column("to_tsvector('simple', folded)")],
        unique=False,
        postgresql_using="gin",
    )
    op.create_table(
        "procedure_import",
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("changed", sa.BigInteger(), nullable=False),
        sa.Column("unchanged", sa.BigInteger(), nullable=False),
        sa.Column("skipped", sa.BigInteger(), nullable=False),
        sa.Column("notes_total", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=True),
        sa.Column("rows_total", sa.BigInteger(), nullable=False),
        sa.Column("rows_done", sa.BigInteger(), nullable=False),
        sa.Column("wrong_total", sa.BigInteger(), nullable=False),
        sa.Column("wrong", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'running', 'done', 'refused', 'failed')", name="ck_procedure_import_state"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_procedure_import"),
    )
    op.create_index("ix_procedure_import_state_created_at", "procedure_import", ["state", "created_at"], unique=False)
    op.create_index(
        ("ix_procedure_import_subject_created_at"), "procedure_import", ["subject", "created_at"], unique=False
    )
    op.create_table(
        "faq",
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("wordings", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("procedure_id", sa.Uuid(), nullable=True),
        sa.Column("aspect", sa.Text(), nullable=True),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["procedure_id"], ["procedure.id"], name="fk_faq_procedure_id_procedure", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_faq"),
    )
    op.create_index("ix_faq_procedure_id", "faq", ["procedure_id"], unique=False)
    op.create_index("ix_faq_sort_key_id", "faq", ["sort_key", "id"], unique=False)
    op.create_table(
        "procedure_channel",
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("time_limit", sa.Text(), nullable=False),
        sa.Column("time_value", sa.Double(), nullable=True),
        sa.Column("time_unit", sa.Text(), nullable=True),
        sa.Column("fee", sa.Text(), nullable=False),
        sa.Column("fees", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("procedure_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.CheckConstraint(
            "time_unit IN ('minute', 'hour', 'day', 'working_day', 'month', 'year')", name="ck_procedure_channel_unit"
        ),
        sa.CheckConstraint("(time_value IS NULL) = (time_unit IS NULL)", name="ck_procedure_channel_time"),
        sa.ForeignKeyConstraint(
            ["procedure_id"], ["procedure.id"], name="fk_procedure_channel_procedure_id_procedure", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_procedure_channel"),
    )
    op.create_index("ix_procedure_channel_procedure_id", "procedure_channel", ["procedure_id"], unique=False)
    op.create_table(
        "procedure_document",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("originals", sa.BigInteger(), nullable=True),
        sa.Column("copies", sa.BigInteger(), nullable=True),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("case_name", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("procedure_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["procedure_id"],
            ["procedure.id"],
            name="fk_procedure_document_procedure_id_procedure",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_procedure_document"),
    )
    op.create_index("ix_procedure_document_procedure_id", "procedure_document", ["procedure_id"], unique=False)
    op.create_table(
        "procedure_import_note",
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("row", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("cell", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["import_id"],
            ["procedure_import.id"],
            name="fk_procedure_import_note_import_id_procedure_import",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_procedure_import_note"),
    )
    op.create_index("ix_procedure_import_note_import_id", "procedure_import_note", ["import_id"], unique=False)
    op.create_table(
        "procedure_law",
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("date", sa.Date(), nullable=True),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("procedure_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["procedure_id"], ["procedure.id"], name="fk_procedure_law_procedure_id_procedure", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_procedure_law"),
    )
    op.create_index("ix_procedure_law_procedure_id", "procedure_law", ["procedure_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_procedure_law_procedure_id", table_name="procedure_law")
    op.drop_table("procedure_law")
    op.drop_index("ix_procedure_import_note_import_id", table_name="procedure_import_note")
    op.drop_table("procedure_import_note")
    op.drop_index("ix_procedure_document_procedure_id", table_name="procedure_document")
    op.drop_table("procedure_document")
    op.drop_index("ix_procedure_channel_procedure_id", table_name="procedure_channel")
    op.drop_table("procedure_channel")
    op.drop_index("ix_faq_sort_key_id", table_name="faq")
    op.drop_index("ix_faq_procedure_id", table_name="faq")
    op.drop_table("faq")
    op.drop_index("ix_procedure_import_subject_created_at", table_name="procedure_import")
    op.drop_index("ix_procedure_import_state_created_at", table_name="procedure_import")
    op.drop_table("procedure_import")
    op.drop_index("ix_procedure_words", table_name="procedure", postgresql_using="gin")
    op.drop_index("ix_procedure_sort_key_id", table_name="procedure")
    op.drop_index("ix_procedure_field", table_name="procedure")
    op.drop_table("procedure")
    op.drop_index("ix_office_sort_key_id", table_name="office")
    op.drop_table("office")
