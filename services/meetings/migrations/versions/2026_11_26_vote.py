"""vote"""

revision = "meetings_vote"
down_revision = "meetings_invitation"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing to take back."""
