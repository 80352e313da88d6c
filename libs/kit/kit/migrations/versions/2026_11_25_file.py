"""file."""

revision = "kit_file"
down_revision = "kit_mail"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing to take back."""
