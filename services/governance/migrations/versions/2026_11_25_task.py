"""Task."""

import sqlalchemy as sa
from alembic import op

revision = "governance_task"
down_revision = "governance_document"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "holiday",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("kind IN ('off', 'worked')", name=("ck_holiday_kind")),
        sa.PrimaryKeyConstraint("id", name=("pk_holiday")),
        sa.UniqueConstraint("day", name=("uq_holiday_day")),
    )
    op.create_table(
        "holiday_year",
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("year", name=("pk_holiday_year")),
    )


def downgrade() -> None:
    op.drop_table("holiday_year")
    op.drop_table("holiday")
