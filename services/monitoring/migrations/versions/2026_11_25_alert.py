"""Alerts: what changed and is still to be judged."""

import sqlalchemy as sa
from alembic import op

revision = "monitoring_alert"
down_revision = "monitoring_observation"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "indicator_change",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_indicator_change"),
    )
    op.create_index("ix_indicator_change_reader_id", "indicator_change", ["reader", "id"])


def downgrade() -> None:
    op.drop_table("indicator_change")
