"""Notification."""

revision = "governance_notification"
down_revision = "governance_organisation"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing to take back."""
