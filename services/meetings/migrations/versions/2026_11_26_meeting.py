"""Meetings, their agenda, who takes part, who is there."""

import sqlalchemy as sa
from alembic import op

revision = "meetings_meeting"
down_revision = "meetings_root"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "meeting_agency",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_folded", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("member_id", name=("pk_meeting_agency")),
    )
    op.create_index(("ix_meeting_agency_code"), "meeting_agency", ["code"], unique=False)
    op.create_index(("ix_meeting_agency_sort_key"), "meeting_agency", ["sort_key"], unique=False)
    op.create_table(
        "meeting_room",
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.Text(), nullable=False),
        sa.Column("seats", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=("pk_meeting_room")),
        sa.UniqueConstraint("agency", "name", name=("uq_meeting_room_agency_name")),
    )
    op.create_table(
        "meeting",
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lobby_minutes", sa.BigInteger(), nullable=False),
        sa.Column("waiting", sa.Text(), nullable=False),
        sa.Column("room_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("quorum", sa.BigInteger(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("origin_service", sa.Text(), nullable=True),
        sa.Column("origin_kind", sa.Text(), nullable=True),
        sa.Column("origin_id", sa.Uuid(), nullable=True),
        sa.Column("origin_path", sa.Text(), nullable=True),
        sa.Column("correlation_id", sa.Text(), nullable=False),
        sa.Column("called_by", sa.Text(), nullable=False),
        sa.Column("called_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_reason", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("state IN ('planned', 'running', 'ended', 'cancelled')", name=("ck_meeting_state")),
        sa.CheckConstraint("ends_at > starts_at", name=("ck_meeting_times")),
        sa.ForeignKeyConstraint(["room_id"], ["meeting_room.id"], name=("fk_meeting_room_id_meeting_room")),
        sa.PrimaryKeyConstraint("id", name=("pk_meeting")),
        sa.UniqueConstraint("uid", name=("uq_meeting_uid")),
    )
    op.create_index(("ix_meeting_agency_starts_at"), "meeting", ["agency", "starts_at"], unique=False)
    op.create_index(
        ("ix_meeting_origin_id"),
        "meeting",
        ["origin_id"],
        unique=False,
        postgresql_where=sa.text("origin_id IS NOT NULL"),
    )
    op.create_index(("ix_meeting_room_id"), "meeting", ["room_id"], unique=False)
    op.create_index(("ix_meeting_starts_at_id"), "meeting", ["starts_at", "id"], unique=False)
    op.create_table(
        "agenda_item",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("presenter", sa.Text(), nullable=False),
        sa.Column("minutes", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=("fk_agenda_item_meeting_id_meeting")),
        sa.PrimaryKeyConstraint("id", name=("pk_agenda_item")),
    )
    op.create_index(("ix_agenda_item_meeting_id_place"), "agenda_item", ["meeting_id", "place"], unique=False)
    op.create_table(
        "participant",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("username", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("answer_note", sa.Text(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("substitute_of", sa.Uuid(), nullable=True),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.Column("silenced", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("(person_id IS NULL) = (role = 'guest')", name=("ck_participant_guest")),
        sa.CheckConstraint("answer IN ('none', 'accepted', 'tentative', 'declined')", name=("ck_participant_answer")),
        sa.CheckConstraint("role IN ('chair', 'secretary', 'delegate', 'guest')", name=("ck_participant_role")),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=("fk_participant_meeting_id_meeting")),
        sa.ForeignKeyConstraint(
            ["substitute_of"], ["participant.id"], name=("fk_participant_substitute_of_participant")
        ),
        sa.PrimaryKeyConstraint("id", name=("pk_participant")),
        sa.UniqueConstraint("meeting_id", "person_id", name=("uq_participant_meeting_id_person_id")),
    )
    op.create_index(
        ("ix_participant_account_id"),
        "participant",
        ["account_id"],
        unique=False,
        postgresql_where=sa.text("account_id IS NOT NULL"),
    )
    op.create_index(("ix_participant_person_id"), "participant", ["person_id"], unique=False)
    op.create_index(
        ("ix_participant_username"),
        "participant",
        ["username"],
        unique=False,
        postgresql_where=sa.text("username IS NOT NULL"),
    )
    op.create_table(
        "chat_message",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=("fk_chat_message_meeting_id_meeting")),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=("fk_chat_message_participant_id_participant")
        ),
        sa.PrimaryKeyConstraint("id", name=("pk_chat_message")),
    )
    op.create_index(("ix_chat_message_meeting_id_id"), "chat_message", ["meeting_id", "id"], unique=False)
    op.create_table(
        "presence",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("inside", sa.Boolean(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("microphone", sa.Boolean(), nullable=False),
        sa.Column("camera", sa.Boolean(), nullable=False),
        sa.Column("screen", sa.Boolean(), nullable=False),
        sa.Column("hand_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("floor_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["meeting.id"], name=("fk_presence_meeting_id_meeting")),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=("fk_presence_participant_id_participant")
        ),
        sa.PrimaryKeyConstraint("id", name=("pk_presence")),
    )
    op.create_index(("ix_presence_meeting_id_joined_at"), "presence", ["meeting_id", "joined_at"], unique=False)
    op.create_index(
        "ix_presence_now", "presence", ["meeting_id"], unique=False, postgresql_where=sa.text("left_at IS NULL")
    )
    op.create_index(("ix_presence_participant_id"), "presence", ["participant_id"], unique=False)


def downgrade() -> None:
    op.drop_index(("ix_presence_participant_id"), table_name="presence")
    op.drop_index("ix_presence_now", table_name="presence", postgresql_where=sa.text("left_at IS NULL"))
    op.drop_index(("ix_presence_meeting_id_joined_at"), table_name="presence")
    op.drop_table("presence")
    op.drop_index(("ix_chat_message_meeting_id_id"), table_name="chat_message")
    op.drop_table("chat_message")
    op.drop_index(
        ("ix_participant_username"), table_name="participant", postgresql_where=sa.text("username IS NOT NULL")
    )
    op.drop_index(("ix_participant_person_id"), table_name="participant")
    op.drop_index(
        ("ix_participant_account_id"), table_name="participant", postgresql_where=sa.text("account_id IS NOT NULL")
    )
    op.drop_table("participant")
    op.drop_index(("ix_agenda_item_meeting_id_place"), table_name="agenda_item")
    op.drop_table("agenda_item")
    op.drop_index(("ix_meeting_starts_at_id"), table_name="meeting")
    op.drop_index(("ix_meeting_room_id"), table_name="meeting")
    op.drop_index(("ix_meeting_origin_id"), table_name="meeting", postgresql_where=sa.text("origin_id IS NOT NULL"))
    op.drop_index(("ix_meeting_agency_starts_at"), table_name="meeting")
    op.drop_table("meeting")
    op.drop_table("meeting_room")
    op.drop_index(("ix_meeting_agency_sort_key"), table_name="meeting_agency")
    op.drop_index(("ix_meeting_agency_code"), table_name="meeting_agency")
    op.drop_table("meeting_agency")
