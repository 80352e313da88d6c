"""Petitions of citizens that have their answer."""

import sqlalchemy as sa
from alembic import op

revision = "governance_petition"
down_revision = "governance_meeting"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "task_petition",
        sa.Column("petition_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("petition_id", name="pk_task_petition"),
    )


def downgrade() -> None:
    op.drop_table("task_petition")
