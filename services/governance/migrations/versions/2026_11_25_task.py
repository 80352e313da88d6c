"""Task."""

revision = "governance_task"
down_revision = "governance_document"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing to take back."""
