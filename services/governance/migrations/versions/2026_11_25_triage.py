"""Triage."""

import sqlalchemy as sa
from alembic import op

revision = "governance_triage"
down_revision = "governance_task"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "field_unit",
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=("fk_field_unit_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=("pk_field_unit")),
        sa.UniqueConstraint("agency", "field", name=("uq_field_unit_agency_field")),
    )
    op.create_index(("ix_field_unit_unit_id"), "field_unit", ["unit_id"], unique=False)


def downgrade() -> None:
    op.drop_index(("ix_field_unit_unit_id"), table_name="field_unit")
    op.drop_table("field_unit")
