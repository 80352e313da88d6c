"""How often a file was begun."""

import sqlalchemy as sa
from alembic import op

revision = "governance_intake_tries"
down_revision = "governance_document_due"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("roster_import", sa.Column("tries", sa.BigInteger(), server_default="0", nullable=False))


def downgrade() -> None:
    op.drop_column("roster_import", "tries")
