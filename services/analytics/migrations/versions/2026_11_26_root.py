"""Root of this service's branch."""

revision = "analytics_root"
down_revision = None
branch_labels = ("analytics",)
depends_on = None


def upgrade() -> None:
    """Nothing yet: the branch has to begin somewhere."""


def downgrade() -> None:
    """Nothing to take back."""
