"""Exchanges by hour, and the names of those who exchange."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "monitoring_traffic"
down_revision = "monitoring_root"
branch_labels = None
depends_on = None

COUNTS = ("calls", "client_faults", "gateway_faults", "provider_faults", "request_bytes", "response_bytes")


def upgrade() -> None:
    op.create_table(
        "exchange_hour",
        sa.Column("hour", sa.DateTime(timezone=True), nullable=False),
        sa.Column("client", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in COUNTS),
        sa.Column("latency", postgresql.ARRAY(sa.BigInteger()), nullable=False),
        sa.PrimaryKeyConstraint("hour", "client", "service", name="pk_exchange_hour"),
    )
    op.create_index("ix_exchange_hour_client", "exchange_hour", ["client"])
    op.create_index("ix_exchange_hour_service", "exchange_hour", ["service"])
    op.create_table(
        "exchange_party",
        sa.Column("identifier", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("identifier", name="pk_exchange_party"),
    )


def downgrade() -> None:
    op.drop_table("exchange_party")
    op.drop_table("exchange_hour")
