"""ml."""

revision = "kit_ml"
down_revision = "kit_file"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing to take back."""
