"""What citizens thought of answers."""

import sqlalchemy as sa
from alembic import op

revision = "monitoring_satisfaction"
down_revision = "monitoring_meeting"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "citizen_rating",
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("rating", sa.Text(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("rated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("rating IN ('good', 'bad')", name="ck_citizen_rating_rating"),
        sa.CheckConstraint("source IN ('assistant', 'person', 'petition')", name="ck_citizen_rating_source"),
        sa.PrimaryKeyConstraint("answer_id", name="pk_citizen_rating"),
    )
    op.create_index("ix_citizen_rating_month_source", "citizen_rating", ["month", "source"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_citizen_rating_month_source", table_name="citizen_rating")
    op.drop_table("citizen_rating")
