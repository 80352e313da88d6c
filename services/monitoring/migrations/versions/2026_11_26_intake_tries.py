"""How often a file was begun."""

import sqlalchemy as sa
from alembic import op

revision = "monitoring_intake_tries"
down_revision = "monitoring_satisfaction"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("observation_import", sa.Column("tries", sa.BigInteger(), server_default="0", nullable=False))


def downgrade() -> None:
    op.drop_column("observation_import", "tries")
