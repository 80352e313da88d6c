"""Agencies, units, people, positions, delegations."""

import sqlalchemy as sa
from alembic import op

revision = "governance_organisation"
down_revision = "governance_root"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agency",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_folded", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("member_id", name=("pk_agency")),
    )
    op.create_index(("ix_agency_code"), "agency", ["code"], unique=False)
    op.create_index(("ix_agency_sort_key"), "agency", ["sort_key"], unique=False)
    op.create_table(
        "person",
        sa.Column("username", sa.Text(), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_folded", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=("pk_person")),
        sa.UniqueConstraint("account_id", name=("uq_person_account_id")),
        sa.UniqueConstraint("username", name=("uq_person_username")),
    )
    op.create_index(("ix_person_sort_key_id"), "person", ["sort_key", "id"], unique=False)
    op.create_table(
        "unit",
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_folded", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("valid_to > valid_from", name=("ck_unit_validity")),
        sa.ForeignKeyConstraint(["parent_id"], ["unit.id"], name=("fk_unit_parent_id_unit")),
        sa.PrimaryKeyConstraint("id", name=("pk_unit")),
        sa.UniqueConstraint("agency", "code", "valid_from", name=("uq_unit_agency_code_valid_from")),
    )
    op.create_index(("ix_unit_agency_sort_key"), "unit", ["agency", "sort_key"], unique=False)
    op.create_index(("ix_unit_parent_id"), "unit", ["parent_id"], unique=False)
    op.create_table(
        "position",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('leader', 'deputy', 'head', 'deputy_head', 'clerk', 'staff')", name=("ck_position_kind")
        ),
        sa.CheckConstraint(
            "kind NOT IN ('head', 'deputy_head', 'staff') OR unit_id IS NOT NULL", name=("ck_position_unit")
        ),
        sa.CheckConstraint("valid_to > valid_from", name=("ck_position_validity")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=("fk_position_person_id_person")),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=("fk_position_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=("pk_position")),
    )
    op.create_index(("ix_position_agency_kind"), "position", ["agency", "kind"], unique=False)
    op.create_index(("ix_position_person_id"), "position", ["person_id"], unique=False)
    op.create_index(("ix_position_unit_id"), "position", ["unit_id"], unique=False)
    op.create_table(
        "delegation",
        sa.Column("position_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("valid_to > valid_from", name=("ck_delegation_validity")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=("fk_delegation_person_id_person")),
        sa.ForeignKeyConstraint(["position_id"], ["position.id"], name=("fk_delegation_position_id_position")),
        sa.PrimaryKeyConstraint("id", name=("pk_delegation")),
    )
    op.create_index(("ix_delegation_person_id"), "delegation", ["person_id"], unique=False)
    op.create_index(("ix_delegation_position_id"), "delegation", ["position_id"], unique=False)


def downgrade() -> None:
    op.drop_index(("ix_delegation_position_id"), table_name="delegation")
    op.drop_index(("ix_delegation_person_id"), table_name="delegation")
    op.drop_table("delegation")
    op.drop_index(("ix_position_unit_id"), table_name="position")
    op.drop_index(("ix_position_person_id"), table_name="position")
    op.drop_index(("ix_position_agency_kind"), table_name="position")
    op.drop_table("position")
    op.drop_index(("ix_unit_parent_id"), table_name="unit")
    op.drop_index(("ix_unit_agency_sort_key"), table_name="unit")
    op.drop_table("unit")
    op.drop_index(("ix_person_sort_key_id"), table_name="person")
    op.drop_table("person")
    op.drop_index(("ix_agency_sort_key"), table_name="agency")
    op.drop_index(("ix_agency_code"), table_name="agency")
    op.drop_table("agency")
