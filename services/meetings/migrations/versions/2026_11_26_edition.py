"""Editions of minutes, what a draft was gathered from, and what was told."""

import sqlalchemy as sa
from alembic import op

revision = "meetings_edition"
down_revision = "meetings_sfu"
branch_labels = None
depends_on = None

AS_FIRST_NAMED = "ck_minutes_ck_minutes_number"
PUBLISHED = """
    INSERT INTO minutes_edition (minutes_id, edition, digest, published_by, published_at, reason)
    SELECT id, 1, digest, published_by, published_at, '' FROM minutes WHERE state = 'published'
"""
TOLD = """
    UPDATE conclusion SET told = true FROM minutes WHERE minutes.id = minutes_id AND minutes.state = 'published'
"""


def upgrade() -> None:
    op.create_table(
        "minutes_edition",
        sa.Column("minutes_id", sa.Uuid(), nullable=False),
        sa.Column("edition", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("published_by", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_by", sa.Text(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["minutes_id"], ["minutes.id"], name="fk_minutes_edition_minutes_id_minutes"),
        sa.PrimaryKeyConstraint("minutes_id", "edition", name="pk_minutes_edition"),
    )
    for table, column in (
        ("minutes", sa.Column("edition", sa.BigInteger(), nullable=False, server_default="0")),
        ("minutes_section", sa.Column("source", sa.Uuid(), nullable=True)),
        ("minutes_section", sa.Column("gathered", sa.Text(), nullable=False, server_default="")),
        ("conclusion", sa.Column("told", sa.Boolean(), nullable=False, server_default=sa.false())),
    ):
        op.add_column(table, column)
    op.drop_constraint(AS_FIRST_NAMED, "minutes")
    op.execute("UPDATE minutes SET edition = 1 WHERE state = 'published'")
    op.create_check_constraint(op.f("ck_minutes_number"), "minutes", "(edition > 0) = (number IS NOT NULL)")
    op.execute(PUBLISHED)
    op.execute(TOLD)


def downgrade() -> None:
    op.drop_constraint("ck_minutes_number", "minutes")
    op.execute("UPDATE minutes SET number = NULL WHERE state <> 'published'")
    op.create_check_constraint(op.f(AS_FIRST_NAMED), "minutes", "(state = 'published') = (number IS NOT NULL)")
    op.drop_column("conclusion", "told")
    op.drop_column("minutes_section", "gathered")
    op.drop_column("minutes_section", "source")
    op.drop_column("minutes", "edition")
    op.drop_table("minutes_edition")
