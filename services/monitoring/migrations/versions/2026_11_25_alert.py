"""Alert."""

revision = "monitoring_alert"
down_revision = "monitoring_observation"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing to take back."""
