"""Agencies, to which petitions are given."""

import sqlalchemy as sa
from alembic import op

revision = "assistant_citizen_agency"
down_revision = "assistant_citizen_petition"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "citizen_agency",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_folded", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("member_id", name="pk_citizen_agency"),
    )
    op.create_index("ix_citizen_agency_code", "citizen_agency", ["code"], unique=False)
    op.create_index("ix_citizen_agency_sort_key", "citizen_agency", ["sort_key"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_citizen_agency_sort_key", table_name="citizen_agency")
    op.drop_index("ix_citizen_agency_code", table_name="citizen_agency")
    op.drop_table("citizen_agency")
