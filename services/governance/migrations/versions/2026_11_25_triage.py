"""Triage."""

revision = "governance_triage"
down_revision = "governance_task"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing to take back."""
