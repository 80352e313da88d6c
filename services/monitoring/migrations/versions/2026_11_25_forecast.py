"""Forecast."""

revision = "monitoring_forecast"
down_revision = "monitoring_alert"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing to take back."""
