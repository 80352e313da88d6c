"""Members, applications, services, access rights."""

import sqlalchemy as sa
from alembic import op

revision = "lgsp_gateway_registry"
down_revision = "lgsp_gateway_root"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
