"""The register of incoming documents, their slips and steps."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "governance_document"
down_revision = "governance_notification"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "document_register",
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("agency", "year", name=("pk_document_register")),
    )
    op.create_table(
        "document",
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("arrived_on", sa.Date(), nullable=False),
        sa.Column("sender", sa.Text(), nullable=False),
        sa.Column("sender_folded", sa.Text(), nullable=False),
        sa.Column("sender_key", sa.Text(), nullable=False),
        sa.Column("notation", sa.Text(), nullable=False),
        sa.Column("notation_folded", sa.Text(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("subject_key", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("urgency", sa.Text(), nullable=False),
        sa.Column("confidentiality", sa.Text(), nullable=False),
        sa.Column("pages", sa.BigInteger(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_key", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("registered_by", sa.Uuid(), nullable=False),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submission_key", sa.Text(), nullable=True),
        sa.Column("correlation_id", sa.Text(), nullable=False),
        sa.Column("leader_id", sa.Uuid(), nullable=True),
        sa.Column("opinion", sa.Text(), nullable=False),
        sa.Column("assigned_on", sa.Date(), nullable=True),
        sa.Column("progress", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("reply_notation", sa.Text(), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("cancelled_reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "confidentiality IN ('open', 'confidential', 'secret', 'top_secret')", name=("ck_document_confidentiality")
        ),
        sa.CheckConstraint(
            "state IN ('registered', 'submitted', 'assigned', 'working', 'settled', 'cancelled')",
            name=("ck_document_state"),
        ),
        sa.CheckConstraint("urgency IN ('normal', 'urgent', 'very_urgent', 'flash')", name=("ck_document_urgency")),
        sa.CheckConstraint("number > 0", name=("ck_document_number")),
        sa.ForeignKeyConstraint(["leader_id"], ["person.id"], name=("fk_document_leader_id_person")),
        sa.ForeignKeyConstraint(["registered_by"], ["person.id"], name=("fk_document_registered_by_person")),
        sa.PrimaryKeyConstraint("id", name=("pk_document")),
        sa.UniqueConstraint("agency", "year", "number", name=("uq_document_agency_year_number")),
        sa.UniqueConstraint("registered_by", "submission_key", name=("uq_document_registered_by_submission_key")),
    )
    op.create_index(("ix_document_agency_arrived_on"), "document", ["agency", "arrived_on"], unique=False)
    op.create_index(
        ("ix_document_agency_due_on"),
        "document",
        ["agency", "due_on"],
        unique=False,
        postgresql_where=sa.text("state NOT IN ('settled', 'cancelled')"),
    )
    op.create_index(("ix_document_agency_place"), "document", ["agency", "place"], unique=False)
    op.create_index(
        ("ix_document_agency_sender_folded_notation_folded"),
        "document",
        ["agency", "sender_folded", "notation_folded"],
        unique=False,
    )
    op.create_index(
        ("ix_document_leader_id"),
        "document",
        ["leader_id"],
        unique=False,
        postgresql_where=sa.text("state = 'submitted'"),
    )
    op.create_table(
        "document_submission",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=("fk_document_submission_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", "key", name=("pk_document_submission")),
    )
    op.create_table(
        "document_attachment",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("attachment_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachment.id"], name=("fk_document_attachment_attachment_id_attachment")
        ),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=("fk_document_attachment_document_id_document"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("document_id", "attachment_id", name=("pk_document_attachment")),
    )
    op.create_index(("ix_document_attachment_attachment_id"), "document_attachment", ["attachment_id"], unique=False)
    op.create_table(
        "document_person",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.CheckConstraint("part IN ('main', 'supporting')", name=("ck_document_person_part")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=("fk_document_person_document_id_document"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=("fk_document_person_person_id_person")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=("fk_document_person_unit_id_unit")),
        sa.PrimaryKeyConstraint("document_id", "person_id", name=("pk_document_person")),
    )
    op.create_index(("ix_document_person_person_id"), "document_person", ["person_id"], unique=False)
    op.create_index(
        "uq_document_person_main",
        "document_person",
        ["document_id"],
        unique=True,
        postgresql_where=sa.text("part = 'main'"),
    )
    op.create_table(
        "document_step",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("state_before", sa.Text(), nullable=False),
        sa.Column("state_after", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("for_person_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("details", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=("fk_document_step_document_id_document"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["for_person_id"], ["person.id"], name=("fk_document_step_for_person_id_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=("fk_document_step_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=("pk_document_step")),
    )
    op.create_index(("ix_document_step_document_id_at"), "document_step", ["document_id", "at"], unique=False)
    op.create_table(
        "document_unit",
        sa.Column("document_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.CheckConstraint("part IN ('lead', 'co')", name=("ck_document_unit_part")),
        sa.ForeignKeyConstraint(
            ["document_id"], ["document.id"], name=("fk_document_unit_document_id_document"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=("fk_document_unit_unit_id_unit")),
        sa.PrimaryKeyConstraint("document_id", "unit_id", name=("pk_document_unit")),
    )
    op.create_index(("ix_document_unit_unit_id"), "document_unit", ["unit_id"], unique=False)
    op.create_index(
        "uq_document_unit_lead",
        "document_unit",
        ["document_id"],
        unique=True,
        postgresql_where=sa.text("part = 'lead'"),
    )


def downgrade() -> None:
    op.drop_index("uq_document_unit_lead", table_name="document_unit", postgresql_where=sa.text("part = 'lead'"))
    op.drop_index(("ix_document_unit_unit_id"), table_name="document_unit")
    op.drop_table("document_unit")
    op.drop_index(("ix_document_step_document_id_at"), table_name="document_step")
    op.drop_table("document_step")
    op.drop_index("uq_document_person_main", table_name="document_person", postgresql_where=sa.text("part = 'main'"))
    op.drop_index(("ix_document_person_person_id"), table_name="document_person")
    op.drop_table("document_person")
    op.drop_index(("ix_document_attachment_attachment_id"), table_name="document_attachment")
    op.drop_table("document_attachment")
    op.drop_table("document_submission")
    op.drop_index(("ix_document_leader_id"), table_name="document", postgresql_where=sa.text("state = 'submitted'"))
    op.drop_index(("ix_document_agency_sender_folded_notation_folded"), table_name="document")
    op.drop_index(("ix_document_agency_place"), table_name="document")
    op.drop_index(
        ("ix_document_agency_due_on"),
        table_name="document",
        postgresql_where=sa.text("state NOT IN ('settled', 'cancelled')"),
    )
    op.drop_index(("ix_document_agency_arrived_on"), table_name="document")
    op.drop_table("document")
    op.drop_table("document_register")
