"""National platforms, and how far exchanges have been summarised."""

import sqlalchemy as sa
from alembic import op

revision = "lgsp_gateway_exchange"
down_revision = "lgsp_gateway_identity"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "national_platform",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("base_url", sa.Text(), nullable=False),
        sa.Column("token_url", sa.Text(), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("locked_secret", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("base_url LIKE 'http%%'", name=op.f("ck_national_platform_base_url")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_national_platform")),
        sa.UniqueConstraint("base_url", name=op.f("uq_national_platform_base_url")),
    )
    op.create_table(
        "exchange_summary",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_exchange_summary_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exchange_summary")),
    )
    op.execute("INSERT INTO exchange_summary (id, seq) VALUES (1, 0)")


def downgrade() -> None:
    op.drop_table("exchange_summary")
    op.drop_table("national_platform")
