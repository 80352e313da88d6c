"""sfu"""

import sqlalchemy as sa
from alembic import op

revision = "meetings_sfu"
down_revision = "meetings_proposal"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sfu_event",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=("pk_sfu_event")),
    )
    op.create_index(("ix_sfu_event_received_at"), "sfu_event", ["received_at"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_sfu_event_received_at", table_name="sfu_event")
    op.drop_table("sfu_event")
