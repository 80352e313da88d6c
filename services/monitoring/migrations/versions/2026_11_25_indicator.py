"""The obligations of the plan, what the province decided about them, and its agencies."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "monitoring_indicator"
down_revision = "monitoring_traffic"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reporting_agency",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_folded", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("member_id", name="pk_reporting_agency"),
    )
    op.create_index("ix_reporting_agency_code", "reporting_agency", ["code"], unique=False)
    op.create_index("ix_reporting_agency_sort_key", "reporting_agency", ["sort_key"], unique=False)
    op.create_table(
        "indicator",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("pillar", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name_vi", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("target_op", sa.Text(), nullable=True),
        sa.Column("target_value", sa.Double(), nullable=True),
        sa.Column("target_span", sa.Text(), nullable=True),
        sa.Column("averaged", sa.Boolean(), nullable=False),
        sa.Column("unit_vi", sa.Text(), nullable=False),
        sa.Column("unit_en", sa.Text(), nullable=False),
        sa.Column("breakdowns", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("source_vi", sa.Text(), nullable=False),
        sa.Column("source_en", sa.Text(), nullable=False),
        sa.Column("excess", sa.Boolean(), nullable=False),
        sa.Column("empty", sa.Boolean(), nullable=False),
        sa.Column("note_vi", sa.Text(), nullable=False),
        sa.Column("note_en", sa.Text(), nullable=False),
        sa.CheckConstraint("basis IN ('explicit', 'implied', 'none')", name="ck_indicator_basis"),
        sa.CheckConstraint("kind IN ('cadence', 'document', 'ratio', 'binary', 'increase')", name="ck_indicator_kind"),
        sa.PrimaryKeyConstraint("code", name="pk_indicator"),
    )
    op.create_index("ix_indicator_pillar", "indicator", ["pillar"], unique=False)
    op.create_table(
        "indicator_decision",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("lead_agency", sa.Text(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("target_op", sa.Text(), nullable=True),
        sa.Column("target_value", sa.Double(), nullable=True),
        sa.Column("target_span", sa.Text(), nullable=True),
        sa.Column("baseline_value", sa.Double(), nullable=True),
        sa.Column("baseline_period", sa.Text(), nullable=False),
        sa.Column("denominator", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.Column("document_number", sa.Text(), nullable=False),
        sa.Column("document_on", sa.Date(), nullable=True),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["code"], ["indicator.code"], name="fk_indicator_decision_code_indicator"),
        sa.PrimaryKeyConstraint("code", name="pk_indicator_decision"),
    )
    op.create_index("ix_indicator_decision_lead_agency", "indicator_decision", ["lead_agency"], unique=False)
    op.create_table(
        "indicator_decision_change",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("before", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("after", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.ForeignKeyConstraint(["code"], ["indicator.code"], name="fk_indicator_decision_change_code_indicator"),
        sa.PrimaryKeyConstraint("id", name="pk_indicator_decision_change"),
    )
    op.create_index(
        "ix_indicator_decision_change_code_changed_at",
        "indicator_decision_change",
        ["code", "changed_at"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_table("indicator_decision_change")
    op.drop_table("indicator_decision")
    op.drop_table("indicator")
    op.drop_table("reporting_agency")
