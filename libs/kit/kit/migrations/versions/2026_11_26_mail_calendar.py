"""A mail may carry a calendar part."""

import sqlalchemy as sa
from alembic import op

revision = "kit_mail_calendar"
down_revision = "kit_ml"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for name in ("calendar", "calendar_method"):
        op.add_column("mail", sa.Column(name, sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    for name in ("calendar_method", "calendar"):
        op.drop_column("mail", name)
