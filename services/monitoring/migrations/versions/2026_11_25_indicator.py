"""Indicator."""

revision = "monitoring_indicator"
down_revision = "monitoring_traffic"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing to take back."""
