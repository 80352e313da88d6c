"""Sheets of the roster in the background."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "governance_roster"
down_revision = "governance_triage"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "roster_import",
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("dry_run", sa.Boolean(), nullable=False),
        sa.Column("everywhere", sa.Boolean(), nullable=False),
        sa.Column("created", sa.BigInteger(), nullable=False),
        sa.Column("changed", sa.BigInteger(), nullable=False),
        sa.Column("unchanged", sa.BigInteger(), nullable=False),
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
            "state IN ('waiting', 'running', 'done', 'refused', 'failed')", name=("ck_roster_import_state")
        ),
        sa.PrimaryKeyConstraint("id", name=("pk_roster_import")),
    )
    op.create_index(("ix_roster_import_state_created_at"), "roster_import", ["state", "created_at"], unique=False)
    op.create_index(("ix_roster_import_subject_created_at"), "roster_import", ["subject", "created_at"], unique=False)


def downgrade() -> None:
    op.drop_index(("ix_roster_import_subject_created_at"), table_name="roster_import")
    op.drop_index(("ix_roster_import_state_created_at"), table_name="roster_import")
    op.drop_table("roster_import")
