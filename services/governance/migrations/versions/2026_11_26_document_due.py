"""Open documents are listed by the deadline that counts: their own, else that of who leads."""

import sqlalchemy as sa
from alembic import op

revision = "governance_document_due"
down_revision = "governance_rule_search"
branch_labels = None
depends_on = None

OPEN = sa.text("state NOT IN ('settled', 'cancelled')")


def upgrade() -> None:
    op.create_index("ix_document_agency_due_key", "document", ["agency", "due_key"], postgresql_where=OPEN)
    op.drop_index("ix_document_agency_due_on", table_name="document")


def downgrade() -> None:
    op.create_index("ix_document_agency_due_on", "document", ["agency", "due_on"], postgresql_where=OPEN)
    op.drop_index("ix_document_agency_due_key", table_name="document")
