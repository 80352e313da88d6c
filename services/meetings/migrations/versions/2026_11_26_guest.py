"""guest"""

revision = "meetings_guest"
down_revision = "meetings_meeting"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing to take back."""
