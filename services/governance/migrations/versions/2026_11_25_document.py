"""Document."""

revision = "governance_document"
down_revision = "governance_notification"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing to take back."""
