"""Accounts, sessions, keys, revocations."""

import sqlalchemy as sa
from alembic import op

revision = "lgsp_gateway_identity"
down_revision = "lgsp_gateway_registry"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
