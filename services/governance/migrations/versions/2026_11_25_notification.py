"""Notification."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "governance_notification"
down_revision = "governance_attachment"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "notification",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("values", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("mail", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mailed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.CheckConstraint("mail IN ('', 'at_once', 'digest')", name=("ck_notification_mail")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=("fk_notification_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=("pk_notification")),
    )
    op.create_index(("ix_notification_created_at"), "notification", ["created_at"], unique=False)
    op.create_index(("ix_notification_person_id_id"), "notification", ["person_id", "id"], unique=False)
    op.create_index(
        "ix_notification_to_mail",
        "notification",
        ["person_id", "id"],
        unique=False,
        postgresql_where=sa.text("mail <> '' AND mailed_at IS NULL AND read_at IS NULL"),
    )
    op.create_index(
        "ix_notification_unread",
        "notification",
        ["person_id", "id"],
        unique=False,
        postgresql_where=sa.text("read_at IS NULL"),
    )
    op.create_table(
        "notification_mailing",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("mailed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=("fk_notification_mailing_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=("pk_notification_mailing")),
    )
    op.create_table(
        "notification_wish",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("choices", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=("fk_notification_wish_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=("pk_notification_wish")),
    )


def downgrade() -> None:
    op.drop_table("notification_wish")
    op.drop_table("notification_mailing")
    op.drop_index("ix_notification_unread", table_name="notification", postgresql_where=sa.text("read_at IS NULL"))
    op.drop_index(
        "ix_notification_to_mail",
        table_name="notification",
        postgresql_where=sa.text("mail <> '' AND mailed_at IS NULL AND read_at IS NULL"),
    )
    op.drop_index(("ix_notification_person_id_id"), table_name="notification")
    op.drop_index(("ix_notification_created_at"), table_name="notification")
    op.drop_table("notification")
