"""Questions that were rated are found with and without marks, and listed by when."""

import sqlalchemy as sa
from alembic import op

from kit.text import fold

revision = "assistant_staff_review_search"
down_revision = "assistant_staff_card_story"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("staff_turn", sa.Column("folded", sa.Text(), server_default="", nullable=False))
    connection = op.get_bind()
    rows = connection.execute(sa.text("SELECT id, question AS words FROM staff_turn")).all()
    if rows:
        folded = [{"id": row.id, "folded": fold(row.words)} for row in rows]
        connection.execute(sa.text("UPDATE staff_turn SET folded = :folded WHERE id = :id"), folded)
    op.drop_index("ix_staff_turn_rating_id", table_name="staff_turn")
    rated = sa.text("rating <> ''")
    op.create_index("ix_staff_turn_rated_at_id", "staff_turn", ["rated_at", "id"], postgresql_where=rated)


def downgrade() -> None:
    op.drop_index("ix_staff_turn_rated_at_id", table_name="staff_turn")
    op.create_index("ix_staff_turn_rating_id", "staff_turn", ["rating", "id"])
    op.drop_column("staff_turn", "folded")
