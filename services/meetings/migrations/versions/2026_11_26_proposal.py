"""proposal"""

revision = "meetings_proposal"
down_revision = "meetings_minutes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing to take back."""
