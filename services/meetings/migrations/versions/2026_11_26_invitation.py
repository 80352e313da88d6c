"""invitation"""

revision = "meetings_invitation"
down_revision = "meetings_paper"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing to take back."""
