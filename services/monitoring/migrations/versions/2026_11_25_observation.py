"""Observation."""

revision = "monitoring_observation"
down_revision = "monitoring_indicator"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing to take back."""
