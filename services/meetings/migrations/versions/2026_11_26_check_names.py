"""Checks are called as in the code: the convention had set its prefix before names that had it already."""

from alembic import op

revision = "meetings_check_names"
down_revision = "meetings_called_by"
branch_labels = None
depends_on = None

CHECKS = {
    "meeting": ("state", "times"),
    "participant": ("answer", "guest", "role"),
    "paper": ("audience", "opens", "opens_at"),
    "paper_opening": ("kind",),
    "paper_version": ("size",),
    "vote": ("choices", "key", "result", "state"),
    "minutes": ("digest", "state"),
    "conclusion": ("kind", "lead"),
}
NAMES = tuple(
    (table, f"ck_{table}_{name}", f"ck_{table}_ck_{table}_{name}") for table in CHECKS for name in CHECKS[table]
)


def upgrade() -> None:
    for table, plain, doubled in NAMES:
        op.execute(f"ALTER TABLE {table} RENAME CONSTRAINT {doubled} TO {plain}")


def downgrade() -> None:
    for table, plain, doubled in NAMES:
        op.execute(f"ALTER TABLE {table} RENAME CONSTRAINT {plain} TO {doubled}")
