"""Outbox, consumed events, dead letters."""

import sqlalchemy as sa
from alembic import op

revision = "kit_events"
down_revision = "kit_root"
branch_labels = None
depends_on = None


def _now(name: str) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False)


def upgrade() -> None:
    op.create_table(
        "outbox_event",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("aggregate", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        _now("emitted_at"),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_outbox_event"),
    )
    waiting, published = sa.text("published_at IS NULL"), sa.text("published_at IS NOT NULL")
    op.create_index("ix_outbox_event_waiting", "outbox_event", ["id"], postgresql_where=waiting)
    op.create_index("ix_outbox_event_published", "outbox_event", ["published_at"], postgresql_where=published)
    # Each row is dead once as waiting: small, frequent clean-ups keep the relay's index short.
    op.execute("ALTER TABLE outbox_event SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000)")
    op.create_table(
        "consumed_event",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        _now("consumed_at"),
        sa.PrimaryKeyConstraint("event_id", name="pk_consumed_event"),
    )
    op.create_index("ix_consumed_event_consumed_at", "consumed_event", ["consumed_at"])
    op.create_table(
        "dead_letter",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("aggregate", sa.Text(), nullable=False),
        sa.Column("correlation_id", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("tries", sa.BigInteger(), nullable=False),
        _now("failed_at"),
        sa.Column("status", sa.Text(), server_default="waiting", nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Text(), nullable=True),
        sa.CheckConstraint("status IN ('waiting', 'replayed', 'discarded')", name="ck_dead_letter_status"),
        sa.CheckConstraint("(status = 'waiting') = (settled_at IS NULL)", name="ck_dead_letter_settled"),
        sa.PrimaryKeyConstraint("id", name="pk_dead_letter"),
        sa.UniqueConstraint("event_id", name="uq_dead_letter_event_id"),
    )
    op.create_index("ix_dead_letter_status_id", "dead_letter", ["status", "id"])


def downgrade() -> None:
    op.drop_table("dead_letter")
    op.drop_table("consumed_event")
    op.drop_table("outbox_event")
