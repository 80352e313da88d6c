"""Papers: versions, who may read them, who opened them, notes."""

import sqlalchemy as sa
from alembic import op

revision = "meetings_paper"
down_revision = "meetings_guest"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "paper",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("agenda_item_id", sa.Uuid(), nullable=True),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("opens", sa.Text(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("swept", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("(opens = 'moment') = (opens_at IS NOT NULL)", name=("ck_paper_opens_at")),
        sa.CheckConstraint("audience IN ('everybody', 'members', 'conducting', 'named')", name=("ck_paper_audience")),
        sa.CheckConstraint("opens IN ('at-once', 'running', 'moment')", name=("ck_paper_opens")),
        sa.ForeignKeyConstraint(
            ["agenda_item_id"], ["agenda_item.id"], name=("fk_paper_agenda_item_id_agenda_item"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=("fk_paper_meeting_id_meeting")),
        sa.PrimaryKeyConstraint("id", name=("pk_paper")),
    )
    op.create_index(("ix_paper_agenda_item_id"), "paper", ["agenda_item_id"], unique=False)
    op.create_index(
        ("ix_paper_meeting_id_place"),
        "paper",
        ["meeting_id", "place"],
        unique=False,
        postgresql_where=sa.text("removed_at IS NULL"),
    )
    op.create_index(
        "ix_paper_removed",
        "paper",
        ["removed_at"],
        unique=False,
        postgresql_where=sa.text("removed_at IS NOT NULL AND NOT swept"),
    )
    op.create_table(
        "paper_note",
        sa.Column("paper_id", sa.Uuid(), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=("fk_paper_note_paper_id_paper")),
        sa.PrimaryKeyConstraint("id", name=("pk_paper_note")),
        sa.UniqueConstraint("paper_id", "reader", name=("uq_paper_note_paper_id_reader")),
    )
    op.create_table(
        "paper_opening",
        sa.Column("paper_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.CheckConstraint("kind IN ('read', 'saved')", name=("ck_paper_opening_kind")),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=("fk_paper_opening_paper_id_paper")),
        sa.PrimaryKeyConstraint("id", name=("pk_paper_opening")),
    )
    op.create_index(
        ("ix_paper_opening_paper_id_opened_at_id"), "paper_opening", ["paper_id", "opened_at", "id"], unique=False
    )
    op.create_index("ix_paper_opening_reader", "paper_opening", ["paper_id", "reader", "opened_at"], unique=False)
    op.create_table(
        "paper_reader",
        sa.Column("paper_id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=("fk_paper_reader_paper_id_paper")),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=("fk_paper_reader_participant_id_participant")
        ),
        sa.PrimaryKeyConstraint("paper_id", "participant_id", name=("pk_paper_reader")),
    )
    op.create_table(
        "paper_version",
        sa.Column("paper_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("pages", sa.BigInteger(), nullable=True),
        sa.Column("uploaded_by", sa.Text(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.CheckConstraint("size > 0", name=("ck_paper_version_size")),
        sa.ForeignKeyConstraint(["paper_id"], ["paper.id"], name=("fk_paper_version_paper_id_paper")),
        sa.PrimaryKeyConstraint("id", name=("pk_paper_version")),
        sa.UniqueConstraint("paper_id", "number", name=("uq_paper_version_paper_id_number")),
    )
    op.create_index(("ix_paper_version_digest"), "paper_version", ["digest"], unique=False)


def downgrade() -> None:
    op.drop_index(("ix_paper_version_digest"), table_name="paper_version")
    op.drop_table("paper_version")
    op.drop_table("paper_reader")
    op.drop_index("ix_paper_opening_reader", table_name="paper_opening")
    op.drop_index(("ix_paper_opening_paper_id_opened_at_id"), table_name="paper_opening")
    op.drop_table("paper_opening")
    op.drop_table("paper_note")
    op.drop_index(
        "ix_paper_removed", table_name="paper", postgresql_where=sa.text("removed_at IS NOT NULL AND NOT swept")
    )
    op.drop_index(("ix_paper_meeting_id_place"), table_name="paper", postgresql_where=sa.text("removed_at IS NULL"))
    op.drop_index(("ix_paper_agenda_item_id"), table_name="paper")
    op.drop_table("paper")
