"""How often a file was begun."""

import sqlalchemy as sa
from alembic import op

revision = "assistant_citizen_intake_tries"
down_revision = "assistant_citizen_agency"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("procedure_import", sa.Column("tries", sa.BigInteger(), server_default="0", nullable=False))


def downgrade() -> None:
    op.drop_column("procedure_import", "tries")
