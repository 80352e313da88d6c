"""minutes"""

revision = "meetings_minutes"
down_revision = "meetings_vote"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing to take back."""
