"""Observations, the figures and scores made of them, and what the platform itself knows."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "monitoring_observation"
down_revision = "monitoring_indicator"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "granted_access",
        sa.Column("access_right_id", sa.Uuid(), nullable=False),
        sa.Column("application", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("revoked", sa.Boolean(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("access_right_id", name="pk_granted_access"),
    )
    op.create_table(
        "connected_application",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("identifier", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("application_id", name="pk_connected_application"),
    )
    op.create_table(
        "described_platform",
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("models", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("service", name="pk_described_platform"),
    )
    op.create_table(
        "exchange_sighting",
        sa.Column("identifier", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("identifier", name="pk_exchange_sighting"),
    )
    op.create_table(
        "national_service",
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("identifier", sa.Text(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("service_id", name="pk_national_service"),
    )
    op.create_table(
        "observation_import",
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=True),
        sa.Column("everywhere", sa.Boolean(), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("rows_total", sa.BigInteger(), nullable=False),
        sa.Column("rows_done", sa.BigInteger(), nullable=False),
        sa.Column("added", sa.BigInteger(), nullable=False),
        sa.Column("corrected", sa.BigInteger(), nullable=False),
        sa.Column("same", sa.BigInteger(), nullable=False),
        sa.Column("wrong_total", sa.BigInteger(), nullable=False),
        sa.Column("wrong", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'running', 'done', 'refused', 'failed')", name="ck_observation_import_state"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_observation_import"),
    )
    op.create_index(
        "ix_observation_import_state_created_at", "observation_import", ["state", "created_at"], unique=False
    )
    op.create_index(
        "ix_observation_import_subject_created_at", "observation_import", ["subject", "created_at"], unique=False
    )
    op.create_table(
        "figure",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("span", sa.Text(), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("numerator", sa.Double(), nullable=True),
        sa.Column("denominator", sa.Double(), nullable=True),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("reported", sa.BigInteger(), nullable=False),
        sa.Column("expected", sa.BigInteger(), nullable=True),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("document_on", sa.Date(), nullable=True),
        sa.Column("documents", sa.BigInteger(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("observed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["code"], ["indicator.code"], name="fk_figure_code_indicator"),
        sa.PrimaryKeyConstraint("code", "period", name="pk_figure"),
    )
    op.create_index("ix_figure_changed_at", "figure", ["changed_at"], unique=False)
    op.create_index("ix_figure_code_period_end", "figure", ["code", "period_end"], unique=False)
    op.create_table(
        "observation",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("area_from", sa.Date(), nullable=True),
        sa.Column("span", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("numerator", sa.Double(), nullable=True),
        sa.Column("denominator", sa.Double(), nullable=True),
        sa.Column("document_number", sa.Text(), nullable=False),
        sa.Column("document_on", sa.Date(), nullable=True),
        sa.Column("document_title", sa.Text(), nullable=False),
        sa.Column("document_abstract", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=True),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("(level = 'province') = (area = '')", name="ck_observation_area"),
        sa.CheckConstraint("level IN ('province', 'agency', 'district', 'commune')", name="ck_observation_level"),
        sa.CheckConstraint("origin IN ('form', 'file', 'api', 'platform', 'demo')", name="ck_observation_origin"),
        sa.ForeignKeyConstraint(["code"], ["indicator.code"], name="fk_observation_code_indicator"),
        sa.PrimaryKeyConstraint("id", name="pk_observation"),
        sa.UniqueConstraint("code", "level", "area", "period", name="uq_observation_code_level_area_period"),
    )
    op.create_index(
        "ix_observation_code_level_period_end_area",
        "observation",
        ["code", "level", "period_end", "area"],
        unique=False,
    )
    op.create_index("ix_observation_code_period_end_id", "observation", ["code", "period_end", "id"], unique=False)
    op.create_index("ix_observation_recorded_at_id", "observation", ["recorded_at", "id"], unique=False)
    op.create_table(
        "score",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("attainment", sa.Double(), nullable=True),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("target", sa.Double(), nullable=True),
        sa.Column("local", sa.Boolean(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("trend", sa.Double(), nullable=True),
        sa.Column("partial", sa.Boolean(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("observed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["code"], ["indicator.code"], name="fk_score_code_indicator"),
        sa.PrimaryKeyConstraint("code", name="pk_score"),
    )
    op.create_index("ix_score_changed_at", "score", ["changed_at"], unique=False)
    op.create_index("ix_score_state", "score", ["state"], unique=False)
    op.create_table(
        "observation_change",
        sa.Column("observation_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("before", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("after", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["observation_id"],
            ["observation.id"],
            name="fk_observation_change_observation_id_observation",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_observation_change"),
    )
    op.create_index(
        "ix_observation_change_observation_id_changed_at",
        "observation_change",
        ["observation_id", "changed_at"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_table("observation_change")
    op.drop_table("score")
    op.drop_table("observation")
    op.drop_table("figure")
    op.drop_table("observation_import")
    op.drop_table("national_service")
    op.drop_table("exchange_sighting")
    op.drop_table("described_platform")
    op.drop_table("connected_application")
    op.drop_table("granted_access")
