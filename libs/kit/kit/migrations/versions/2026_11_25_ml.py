"""Models: versions, changes, trainings, corrections, use; what a platform told of itself."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "kit_ml"
down_revision = "kit_mail"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "model_correction",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("features", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("suggested", sa.Text(), nullable=True),
        sa.Column("number", sa.BigInteger(), nullable=True),
        sa.Column("right", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=("pk_model_correction")),
        sa.UniqueConstraint("name", "digest", name=("uq_model_correction_name_digest")),
    )
    op.create_index(("ix_model_correction_name_at"), "model_correction", ["name", "at"], unique=False)
    op.create_table(
        "model_use",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("aspect", sa.Text(), nullable=False),
        sa.Column("bucket", sa.Text(), nullable=False),
        sa.Column("count", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", "number", "day", "aspect", "bucket", name=("pk_model_use")),
    )
    op.create_table(
        "model_version",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("artifact", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("card", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("better", sa.Boolean(), nullable=False),
        sa.Column("in_use", sa.Boolean(), nullable=False),
        sa.Column("trained_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("trained_by", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.CheckConstraint("better OR NOT in_use", name=("ck_model_version_better")),
        sa.PrimaryKeyConstraint("id", name=("pk_model_version")),
        sa.UniqueConstraint("name", "number", name=("uq_model_version_name_number")),
    )
    op.create_index(
        "uq_model_version_in_use", "model_version", ["name"], unique=True, postgresql_where=sa.text("in_use")
    )
    op.create_table(
        "platform_told",
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("told", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("service", name=("pk_platform_told")),
    )
    op.create_table(
        "model_change",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.CheckConstraint("action IN ('promote', 'rollback')", name=("ck_model_change_action")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["model_version.id"], name=("fk_model_change_version_id_model_version")
        ),
        sa.PrimaryKeyConstraint("id", name=("pk_model_change")),
    )
    op.create_index(("ix_model_change_name_id"), "model_change", ["name", "id"], unique=False)
    op.create_index(("ix_model_change_version_id"), "model_change", ["version_id"], unique=False)
    op.create_table(
        "model_training",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("promotes", sa.Boolean(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.CheckConstraint("status IN ('waiting', 'running', 'finished', 'failed')", name=("ck_model_training_status")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["model_version.id"], name=("fk_model_training_version_id_model_version")
        ),
        sa.PrimaryKeyConstraint("id", name=("pk_model_training")),
    )
    op.create_index(("ix_model_training_name_id"), "model_training", ["name", "id"], unique=False)
    op.create_index(("ix_model_training_version_id"), "model_training", ["version_id"], unique=False)
    op.create_index(
        "uq_model_training_open",
        "model_training",
        ["name"],
        unique=True,
        postgresql_where=sa.text("status IN ('waiting', 'running')"),
    )


def downgrade() -> None:
    op.drop_index(
        "uq_model_training_open",
        table_name="model_training",
        postgresql_where=sa.text("status IN ('waiting', 'running')"),
    )
    op.drop_index(("ix_model_training_version_id"), table_name="model_training")
    op.drop_index(("ix_model_training_name_id"), table_name="model_training")
    op.drop_table("model_training")
    op.drop_index(("ix_model_change_version_id"), table_name="model_change")
    op.drop_index(("ix_model_change_name_id"), table_name="model_change")
    op.drop_table("model_change")
    op.drop_table("platform_told")
    op.drop_index("uq_model_version_in_use", table_name="model_version", postgresql_where=sa.text("in_use"))
    op.drop_table("model_version")
    op.drop_table("model_use")
    op.drop_index(("ix_model_correction_name_at"), table_name="model_correction")
    op.drop_table("model_correction")
