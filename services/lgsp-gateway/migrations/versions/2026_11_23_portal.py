"""The portal's feed and the health of the platforms."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "lgsp_gateway_portal"
down_revision = "lgsp_gateway_exchange"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "feed_item",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("key", sa.Text(), nullable=True),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("tone", sa.Text(), nullable=False),
        sa.Column("values", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("link", sa.Text(), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("tone IN ('success', 'info', 'warning', 'danger')", name=op.f("ck_feed_item_tone")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_item")),
        sa.UniqueConstraint("key", name=op.f("uq_feed_item_key")),
    )
    op.create_index(op.f("ix_feed_item_happened_at"), "feed_item", ["happened_at"], unique=False)
    op.create_table(
        "platform_health",
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("restarts", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("state IN ('up', 'down')", name=op.f("ck_platform_health_state")),
        sa.PrimaryKeyConstraint("service", name=op.f("pk_platform_health")),
    )
    op.create_table(
        "personal_news",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_personal_news")),
    )


def downgrade() -> None:
    op.drop_table("personal_news")
    op.drop_table("platform_health")
    op.drop_table("feed_item")
