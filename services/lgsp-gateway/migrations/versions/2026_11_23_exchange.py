"""Exchange records and national connections."""

import sqlalchemy as sa
from alembic import op

revision = "lgsp_gateway_exchange"
down_revision = "lgsp_gateway_identity"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
