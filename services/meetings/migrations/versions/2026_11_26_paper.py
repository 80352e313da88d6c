"""paper"""

revision = "meetings_paper"
down_revision = "meetings_guest"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing to take back."""
