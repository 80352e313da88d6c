"""What was asked, kept questions and dashboards."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "analytics_workspace"
down_revision = "analytics_lake"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "dashboard",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("visibility", sa.Text(), nullable=False),
        sa.Column("refresh_seconds", sa.BigInteger(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("owner_name", sa.Text(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("visibility IN ('own', 'agency', 'province')", name=("ck_dashboard_visibility")),
        sa.CheckConstraint("refresh_seconds = 0 OR refresh_seconds >= 30", name=("ck_dashboard_refresh")),
        sa.PrimaryKeyConstraint("id", name=("pk_dashboard")),
    )
    op.create_index(("ix_dashboard_sort_key"), "dashboard", ["sort_key"], unique=False)
    op.create_table(
        "query_run",
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("asked_name", sa.Text(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=True),
        sa.Column("sql", sa.Text(), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=True),
        sa.Column("question_version", sa.BigInteger(), nullable=True),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("rows", sa.BigInteger(), nullable=True),
        sa.Column("cancelled", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.CheckConstraint("form IN ('rows', 'csv', 'xlsx', 'parquet')", name=("ck_query_run_form")),
        sa.PrimaryKeyConstraint("id", name=("pk_query_run")),
    )
    op.create_index(("ix_query_run_asked_by_started_at"), "query_run", ["asked_by", "started_at"], unique=False)
    op.create_index(("ix_query_run_question_id_started_at"), "query_run", ["question_id", "started_at"], unique=False)
    op.create_index(("ix_query_run_started_at"), "query_run", ["started_at"], unique=False)
    op.create_table(
        "saved_question",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("sql", sa.Text(), nullable=False),
        sa.Column("parameters", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("build", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("dialects", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("chart_kind", sa.Text(), nullable=False),
        sa.Column("chart_x", sa.Text(), nullable=False),
        sa.Column("chart_y", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("chart_ahead", sa.BigInteger(), nullable=False),
        sa.Column("visibility", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("owner_name", sa.Text(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("chart_kind IN ('none', 'bar', 'line', 'area')", name=("ck_saved_question_chart_kind")),
        sa.CheckConstraint("visibility IN ('own', 'agency', 'province')", name=("ck_saved_question_visibility")),
        sa.PrimaryKeyConstraint("id", name=("pk_saved_question")),
    )
    op.create_index(("ix_saved_question_owner"), "saved_question", ["owner"], unique=False)
    op.create_index(("ix_saved_question_sort_key"), "saved_question", ["sort_key"], unique=False)
    op.create_table(
        "dashboard_tile",
        sa.Column("dashboard_id", sa.Uuid(), nullable=False),
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("wide", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["dashboard_id"], ["dashboard.id"], name=("fk_dashboard_tile_dashboard_id_dashboard"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["saved_question.id"],
            name=("fk_dashboard_tile_question_id_saved_question"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=("pk_dashboard_tile")),
        sa.UniqueConstraint(
            "dashboard_id",
            "position",
            deferrable=True,
            initially="DEFERRED",
            name=("uq_dashboard_tile_dashboard_id_position"),
        ),
    )
    op.create_index(("ix_dashboard_tile_question_id"), "dashboard_tile", ["question_id"], unique=False)
    op.create_table(
        "saved_question_version",
        sa.Column("question_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("sql", sa.Text(), nullable=False),
        sa.Column("parameters", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["saved_question.id"],
            name=("fk_saved_question_version_question_id_saved_question"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=("pk_saved_question_version")),
        sa.UniqueConstraint("question_id", "number", name=("uq_saved_question_version_question_id_number")),
    )


def downgrade() -> None:
    op.drop_table("saved_question_version")
    op.drop_index(("ix_dashboard_tile_question_id"), table_name="dashboard_tile")
    op.drop_table("dashboard_tile")
    op.drop_index(("ix_saved_question_sort_key"), table_name="saved_question")
    op.drop_index(("ix_saved_question_owner"), table_name="saved_question")
    op.drop_table("saved_question")
    op.drop_index(("ix_query_run_started_at"), table_name="query_run")
    op.drop_index(("ix_query_run_question_id_started_at"), table_name="query_run")
    op.drop_index(("ix_query_run_asked_by_started_at"), table_name="query_run")
    op.drop_table("query_run")
    op.drop_index(("ix_dashboard_sort_key"), table_name="dashboard")
    op.drop_table("dashboard")
