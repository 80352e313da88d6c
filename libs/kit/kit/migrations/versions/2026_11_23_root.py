"""Root of kit's branch: every module of kit that needs tables adds its revision after it."""

revision = "kit_root"
down_revision = None
branch_labels = ("kit",)
depends_on = None


def upgrade() -> None:
    """Nothing yet: the branch has to begin somewhere."""


def downgrade() -> None:
    """Nothing to take back."""
