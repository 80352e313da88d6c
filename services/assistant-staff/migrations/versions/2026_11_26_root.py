"""Root of this service's branch."""

revision = "assistant_staff_root"
down_revision = None
branch_labels = ("assistant_staff",)
depends_on = None


def upgrade() -> None:
    """Nothing yet: the branch has to begin somewhere."""


def downgrade() -> None:
    """Nothing to take back."""
