"""Notes, minutes, conclusions and the tasks they became."""

import sqlalchemy as sa
from alembic import op

revision = "meetings_minutes"
down_revision = "meetings_vote"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "action_task",
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("conclusion_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("progress", sa.BigInteger(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("completed_on", sa.Date(), nullable=True),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("task_id", name=("pk_action_task")),
    )
    op.create_index(("ix_action_task_conclusion_id"), "action_task", ["conclusion_id"], unique=False)
    op.create_table(
        "minutes_number",
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("agency", "year", name=("pk_minutes_number")),
    )
    op.create_table(
        "meeting_note",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("heading", sa.Text(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("edited_by", sa.Text(), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=("fk_meeting_note_meeting_id_meeting")),
        sa.PrimaryKeyConstraint("id", name=("pk_meeting_note")),
        sa.UniqueConstraint(
            "meeting_id", "item_id", name=("uq_meeting_note_meeting_id_item_id"), postgresql_nulls_not_distinct=True
        ),
    )
    op.create_index(("ix_meeting_note_meeting_id_place"), "meeting_note", ["meeting_id", "place"], unique=False)
    op.create_table(
        "minutes",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("location", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by", sa.Text(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by", sa.Text(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("year", sa.BigInteger(), nullable=True),
        sa.Column("number", sa.BigInteger(), nullable=True),
        sa.Column("digest", sa.Text(), nullable=True),
        sa.Column("size", sa.BigInteger(), nullable=True),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("(state = 'published') = (digest IS NOT NULL)", name=("ck_minutes_digest")),
        sa.CheckConstraint("(state = 'published') = (number IS NOT NULL)", name=("ck_minutes_number")),
        sa.CheckConstraint("state IN ('draft', 'review', 'approved', 'published')", name=("ck_minutes_state")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=("fk_minutes_meeting_id_meeting")),
        sa.PrimaryKeyConstraint("id", name=("pk_minutes")),
        sa.UniqueConstraint("agency", "year", "number", name=("uq_minutes_agency_year_number")),
        sa.UniqueConstraint("meeting_id", name=("uq_minutes_meeting_id")),
    )
    op.create_table(
        "conclusion",
        sa.Column("minutes_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("lead_agency", sa.Text(), nullable=False),
        sa.Column("lead_unit_id", sa.Uuid(), nullable=True),
        sa.Column("lead_person_id", sa.Uuid(), nullable=True),
        sa.Column("lead_name", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("kind = 'decision' OR lead_agency <> ''", name=("ck_conclusion_lead")),
        sa.CheckConstraint("kind IN ('decision', 'action')", name=("ck_conclusion_kind")),
        sa.ForeignKeyConstraint(["minutes_id"], ["minutes.id"], name=("fk_conclusion_minutes_id_minutes")),
        sa.PrimaryKeyConstraint("id", name=("pk_conclusion")),
    )
    op.create_index(("ix_conclusion_minutes_id_place"), "conclusion", ["minutes_id", "place"], unique=False)
    op.create_table(
        "minutes_comment",
        sa.Column("minutes_id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.ForeignKeyConstraint(["minutes_id"], ["minutes.id"], name=("fk_minutes_comment_minutes_id_minutes")),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=("fk_minutes_comment_participant_id_participant")
        ),
        sa.PrimaryKeyConstraint("id", name=("pk_minutes_comment")),
    )
    op.create_index(("ix_minutes_comment_minutes_id_id"), "minutes_comment", ["minutes_id", "id"], unique=False)
    op.create_table(
        "minutes_section",
        sa.Column("minutes_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("heading", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["minutes_id"], ["minutes.id"], name=("fk_minutes_section_minutes_id_minutes")),
        sa.PrimaryKeyConstraint("id", name=("pk_minutes_section")),
    )
    op.create_index(("ix_minutes_section_minutes_id_place"), "minutes_section", ["minutes_id", "place"], unique=False)


def downgrade() -> None:
    op.drop_index(("ix_minutes_section_minutes_id_place"), table_name="minutes_section")
    op.drop_table("minutes_section")
    op.drop_index(("ix_minutes_comment_minutes_id_id"), table_name="minutes_comment")
    op.drop_table("minutes_comment")
    op.drop_index(("ix_conclusion_minutes_id_place"), table_name="conclusion")
    op.drop_table("conclusion")
    op.drop_table("minutes")
    op.drop_index(("ix_meeting_note_meeting_id_place"), table_name="meeting_note")
    op.drop_table("meeting_note")
    op.drop_table("minutes_number")
    op.drop_index(("ix_action_task_conclusion_id"), table_name="action_task")
    op.drop_table("action_task")
