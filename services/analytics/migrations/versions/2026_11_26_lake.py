"""The catalogue, uploads, loads, profiles and events on their way into the lake."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "analytics_lake"
down_revision = "analytics_root"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "dataset",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("tags", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("licence", sa.Text(), nullable=False),
        sa.Column("refresh", sa.Text(), nullable=False),
        sa.Column("visibility", sa.Text(), nullable=False),
        sa.Column("row_column", sa.Text(), server_default="", nullable=False),
        sa.Column("key_columns", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("retention_days", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("snapshot", sa.BigInteger(), nullable=True),
        sa.Column("rows", sa.BigInteger(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("source IN ('upload', 'event')", name=("ck_dataset_source")),
        sa.CheckConstraint("visibility IN ('province', 'agency')", name=("ck_dataset_visibility")),
        sa.PrimaryKeyConstraint("id", name=("pk_dataset")),
        sa.UniqueConstraint("code", name=("uq_dataset_code")),
    )
    op.create_index(("ix_dataset_owner"), "dataset", ["owner"], unique=False)
    op.create_index(("ix_dataset_sort_key"), "dataset", ["sort_key"], unique=False)
    op.create_index("ix_dataset_tags", "dataset", ["tags"], unique=False, postgresql_using="gin")
    op.create_table(
        "dataset_agency",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_folded", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("member_id", name=("pk_dataset_agency")),
    )
    op.create_index(("ix_dataset_agency_code"), "dataset_agency", ["code"], unique=False)
    op.create_index(("ix_dataset_agency_sort_key"), "dataset_agency", ["sort_key"], unique=False)
    op.create_table(
        "feed_event",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("aggregate_version", sa.BigInteger(), nullable=False),
        sa.Column("data", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("batch", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("event_id", name=("pk_feed_event")),
    )
    op.create_index(("ix_feed_event_topic_batch"), "feed_event", ["topic", "batch"], unique=False)
    op.create_table(
        "dataset_column",
        sa.Column("dataset_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("tag", sa.Text(), nullable=False),
        sa.Column("tag_state", sa.Text(), nullable=False),
        sa.Column("tag_share", sa.Double(), nullable=True),
        sa.Column("tagged_by", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('text', 'integer', 'number', 'boolean', 'date', 'moment')", name=("ck_dataset_column_kind")
        ),
        sa.CheckConstraint(
            "tag_state IN ('none', 'proposed', 'confirmed', 'refused')", name=("ck_dataset_column_tag_state")
        ),
        sa.ForeignKeyConstraint(
            ["dataset_id"], ["dataset.id"], name=("fk_dataset_column_dataset_id_dataset"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=("pk_dataset_column")),
        sa.UniqueConstraint("dataset_id", "name", name=("uq_dataset_column_dataset_id_name")),
    )
    op.create_table(
        "dataset_grant",
        sa.Column("dataset_id", sa.Uuid(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("personal", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("all_rows", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("most_rows", sa.BigInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("agency <> '' OR role <> ''", name=("ck_dataset_grant_somebody")),
        sa.CheckConstraint("most_rows IS NULL OR most_rows > 0", name=("ck_dataset_grant_most_rows")),
        sa.ForeignKeyConstraint(
            ["dataset_id"], ["dataset.id"], name=("fk_dataset_grant_dataset_id_dataset"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=("pk_dataset_grant")),
        sa.UniqueConstraint("dataset_id", "agency", "role", name=("uq_dataset_grant_dataset_id_agency_role")),
    )
    op.create_table(
        "dataset_profile",
        sa.Column("dataset_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("snapshot", sa.BigInteger(), nullable=False),
        sa.Column("rows", sa.BigInteger(), nullable=False),
        sa.Column("missing", sa.BigInteger(), nullable=False),
        sa.Column("distinct", sa.BigInteger(), nullable=False),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["dataset_id"], ["dataset.id"], name=("fk_dataset_profile_dataset_id_dataset"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=("pk_dataset_profile")),
        sa.UniqueConstraint("dataset_id", "name", name=("uq_dataset_profile_dataset_id_name")),
    )
    op.create_table(
        "dataset_upload",
        sa.Column("dataset_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("received", sa.BigInteger(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("touched_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.CheckConstraint("received <= size", name=("ck_dataset_upload_received")),
        sa.ForeignKeyConstraint(
            ["dataset_id"], ["dataset.id"], name=("fk_dataset_upload_dataset_id_dataset"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=("pk_dataset_upload")),
    )
    op.create_index(("ix_dataset_upload_dataset_id"), "dataset_upload", ["dataset_id"], unique=False)
    op.create_index(("ix_dataset_upload_touched_at"), "dataset_upload", ["touched_at"], unique=False)
    op.create_table(
        "dataset_load",
        sa.Column("dataset_id", sa.Uuid(), nullable=False),
        sa.Column("upload_id", sa.Uuid(), nullable=True),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("percent", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.BigInteger(), nullable=False),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("reason_params", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("rows_read", sa.BigInteger(), nullable=False),
        sa.Column("rows_taken", sa.BigInteger(), nullable=False),
        sa.Column("rows_rejected", sa.BigInteger(), nullable=False),
        sa.Column("snapshot", sa.BigInteger(), nullable=True),
        sa.Column("total_rows", sa.BigInteger(), nullable=False),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.CheckConstraint(
            "mode IN ('append', 'replace', 'upsert', 'restore', 'event')", name=("ck_dataset_load_mode")
        ),
        sa.CheckConstraint(
            "state IN ('waiting', 'running', 'done', 'refused', 'failed')", name=("ck_dataset_load_state")
        ),
        sa.ForeignKeyConstraint(
            ["dataset_id"], ["dataset.id"], name=("fk_dataset_load_dataset_id_dataset"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["upload_id"], ["dataset_upload.id"], name=("fk_dataset_load_upload_id_dataset_upload"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=("pk_dataset_load")),
    )
    op.create_index(
        ("ix_dataset_load_dataset_id_created_at"), "dataset_load", ["dataset_id", "created_at"], unique=False
    )
    op.create_index(("ix_dataset_load_state_created_at"), "dataset_load", ["state", "created_at"], unique=False)


def downgrade() -> None:
    op.drop_index(("ix_dataset_load_state_created_at"), table_name="dataset_load")
    op.drop_index(("ix_dataset_load_dataset_id_created_at"), table_name="dataset_load")
    op.drop_table("dataset_load")
    op.drop_index(("ix_dataset_upload_touched_at"), table_name="dataset_upload")
    op.drop_index(("ix_dataset_upload_dataset_id"), table_name="dataset_upload")
    op.drop_table("dataset_upload")
    op.drop_table("dataset_profile")
    op.drop_table("dataset_grant")
    op.drop_table("dataset_column")
    op.drop_index(("ix_feed_event_topic_batch"), table_name="feed_event")
    op.drop_table("feed_event")
    op.drop_index(("ix_dataset_agency_sort_key"), table_name="dataset_agency")
    op.drop_index(("ix_dataset_agency_code"), table_name="dataset_agency")
    op.drop_table("dataset_agency")
    op.drop_index("ix_dataset_tags", table_name="dataset", postgresql_using="gin")
    op.drop_index(("ix_dataset_sort_key"), table_name="dataset")
    op.drop_index(("ix_dataset_owner"), table_name="dataset")
    op.drop_table("dataset")
