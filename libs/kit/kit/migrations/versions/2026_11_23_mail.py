"""Mail waiting to be sent."""

import sqlalchemy as sa
from alembic import op

revision = "kit_mail"
down_revision = "kit_chain"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
