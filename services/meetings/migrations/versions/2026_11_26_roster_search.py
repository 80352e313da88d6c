"""Who is invited is found with and without marks."""

import sqlalchemy as sa
from alembic import op

from kit.text import fold

revision = "meetings_roster_search"
down_revision = "meetings_check_names"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("participant", sa.Column("folded", sa.Text(), server_default="", nullable=False))
    connection = op.get_bind()
    rows = connection.execute(sa.text("SELECT id, name AS words FROM participant")).all()
    if rows:
        folded = [{"id": row.id, "folded": fold(row.words)} for row in rows]
        connection.execute(sa.text("UPDATE participant SET folded = :folded WHERE id = :id"), folded)


def downgrade() -> None:
    op.drop_column("participant", "folded")
