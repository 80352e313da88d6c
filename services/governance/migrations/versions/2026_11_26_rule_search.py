"""Work that comes again is found with and without marks."""

import sqlalchemy as sa
from alembic import op

from kit.text import fold

revision = "governance_rule_search"
down_revision = "governance_petition"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("task_rule", sa.Column("folded", sa.Text(), server_default="", nullable=False))
    connection = op.get_bind()
    rows = connection.execute(sa.text("SELECT id, title AS words FROM task_rule")).all()
    if rows:
        folded = [{"id": row.id, "folded": fold(row.words)} for row in rows]
        connection.execute(sa.text("UPDATE task_rule SET folded = :folded WHERE id = :id"), folded)


def downgrade() -> None:
    op.drop_column("task_rule", "folded")
