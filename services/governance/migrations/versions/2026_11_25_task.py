"""Working days and tasks."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "governance_task"
down_revision = "governance_document"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "holiday",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("verified", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("kind IN ('off', 'worked')", name=("ck_holiday_kind")),
        sa.PrimaryKeyConstraint("id", name=("pk_holiday")),
        sa.UniqueConstraint("day", name=("uq_holiday_day")),
    )
    op.create_table(
        "holiday_year",
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("year", name=("pk_holiday_year")),
    )
    op.create_table(
        "task_number",
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("last", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("agency", "year", name=("pk_task_number")),
    )
    op.create_table(
        "task_rule",
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.Text(), nullable=False),
        sa.Column("priority", sa.BigInteger(), nullable=False),
        sa.Column("lead_agency", sa.Text(), nullable=False),
        sa.Column("lead_unit_id", sa.Uuid(), nullable=True),
        sa.Column("lead_person_id", sa.Uuid(), nullable=True),
        sa.Column("creator_id", sa.Uuid(), nullable=False),
        sa.Column("cadence", sa.Text(), nullable=False),
        sa.Column("month", sa.BigInteger(), nullable=False),
        sa.Column("day", sa.BigInteger(), nullable=False),
        sa.Column("shift", sa.Text(), nullable=False),
        sa.Column("ahead_days", sa.BigInteger(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("cadence IN ('week', 'month', 'quarter', 'year')", name=("ck_task_rule_cadence")),
        sa.CheckConstraint("shift IN ('after', 'before', 'none')", name=("ck_task_rule_shift")),
        sa.CheckConstraint("state IN ('active', 'paused', 'ended')", name=("ck_task_rule_state")),
        sa.ForeignKeyConstraint(["creator_id"], ["person.id"], name=("fk_task_rule_creator_id_person")),
        sa.ForeignKeyConstraint(["lead_person_id"], ["person.id"], name=("fk_task_rule_lead_person_id_person")),
        sa.ForeignKeyConstraint(["lead_unit_id"], ["unit.id"], name=("fk_task_rule_lead_unit_id_unit")),
        sa.PrimaryKeyConstraint("id", name=("pk_task_rule")),
    )
    op.create_index(("ix_task_rule_agency_sort_key"), "task_rule", ["agency", "sort_key"], unique=False)
    op.create_table(
        "task",
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.Text(), nullable=False),
        sa.Column("priority", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("progress", sa.BigInteger(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_key", sa.Date(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("depth", sa.BigInteger(), nullable=False),
        sa.Column("lead_agency", sa.Text(), nullable=False),
        sa.Column("lead_unit_id", sa.Uuid(), nullable=True),
        sa.Column("lead_person_id", sa.Uuid(), nullable=True),
        sa.Column("creator_id", sa.Uuid(), nullable=True),
        sa.Column("key", sa.Uuid(), nullable=True),
        sa.Column("rule_id", sa.Uuid(), nullable=True),
        sa.Column("period", sa.Text(), nullable=True),
        sa.Column("origin_service", sa.Text(), nullable=True),
        sa.Column("origin_kind", sa.Text(), nullable=True),
        sa.Column("origin_id", sa.Uuid(), nullable=True),
        sa.Column("origin_path", sa.Text(), nullable=True),
        sa.Column("correlation_id", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_on", sa.Date(), nullable=True),
        sa.Column("completed_on", sa.Date(), nullable=True),
        sa.Column("days_late", sa.BigInteger(), nullable=True),
        sa.Column("overdue_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "state IN ('waiting', 'in_progress', 'submitted', 'completed', 'cancelled')", name=("ck_task_state")
        ),
        sa.CheckConstraint("depth BETWEEN 0 AND 2", name=("ck_task_depth")),
        sa.CheckConstraint("priority BETWEEN 0 AND 3", name=("ck_task_priority")),
        sa.CheckConstraint("progress BETWEEN 0 AND 100", name=("ck_task_progress")),
        sa.ForeignKeyConstraint(["creator_id"], ["person.id"], name=("fk_task_creator_id_person")),
        sa.ForeignKeyConstraint(["lead_person_id"], ["person.id"], name=("fk_task_lead_person_id_person")),
        sa.ForeignKeyConstraint(["lead_unit_id"], ["unit.id"], name=("fk_task_lead_unit_id_unit")),
        sa.ForeignKeyConstraint(["parent_id"], ["task.id"], name=("fk_task_parent_id_task")),
        sa.ForeignKeyConstraint(["rule_id"], ["task_rule.id"], name=("fk_task_rule_id_task_rule")),
        sa.PrimaryKeyConstraint("id", name=("pk_task")),
        sa.UniqueConstraint("agency", "year", "number", name=("uq_task_agency_year_number")),
        sa.UniqueConstraint("creator_id", "key", name=("uq_task_creator_id_key")),
        sa.UniqueConstraint("rule_id", "period", name=("uq_task_rule_id_period")),
    )
    op.create_index(("ix_task_due_key_id"), "task", ["due_key", "id"], unique=False)
    op.create_index(
        "ix_task_open_agency",
        "task",
        ["agency", "state", "due_key"],
        unique=False,
        postgresql_where=sa.text("state IN ('waiting', 'in_progress', 'submitted')"),
    )
    op.create_index(
        "ix_task_open_creator",
        "task",
        ["creator_id", "state", "due_key"],
        unique=False,
        postgresql_where=sa.text("state IN ('waiting', 'in_progress', 'submitted')"),
    )
    op.create_index(
        "ix_task_open_due",
        "task",
        ["due_key", "id"],
        unique=False,
        postgresql_where=sa.text("state IN ('waiting', 'in_progress', 'submitted')"),
    )
    op.create_index(("ix_task_opened_at_id"), "task", ["opened_at", "id"], unique=False)
    op.create_index(
        ("ix_task_origin_id"), "task", ["origin_id"], unique=False, postgresql_where=sa.text("origin_id IS NOT NULL")
    )
    op.create_index(("ix_task_parent_id"), "task", ["parent_id"], unique=False)
    op.create_index(("ix_task_priority_id"), "task", ["priority", "id"], unique=False)
    op.create_index(("ix_task_sort_key_id"), "task", ["sort_key", "id"], unique=False)
    op.create_index(
        "ix_task_unassigned",
        "task",
        ["lead_agency", "due_key"],
        unique=False,
        postgresql_where=sa.text(
            "lead_unit_id IS NULL AND lead_person_id IS NULL AND state IN ('waiting', 'in_progress', 'submitted')"
        ),
    )
    op.create_table(
        "task_alert",
        sa.Column("alert_id", sa.Uuid(), nullable=False),
        sa.Column("task_id", sa.Uuid(), nullable=True),
        sa.Column("recovered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=("fk_task_alert_task_id_task")),
        sa.PrimaryKeyConstraint("alert_id", name=("pk_task_alert")),
    )
    op.create_table(
        "task_evidence",
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Uuid(), nullable=True),
        sa.Column("attachment_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["attachment_id"], ["attachment.id"], name=("fk_task_evidence_attachment_id_attachment")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=("fk_task_evidence_person_id_person")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=("fk_task_evidence_task_id_task"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=("pk_task_evidence")),
    )
    op.create_index(("ix_task_evidence_attachment_id"), "task_evidence", ["attachment_id"], unique=False)
    op.create_index(("ix_task_evidence_task_id_id"), "task_evidence", ["task_id", "id"], unique=False)
    op.create_table(
        "task_extension",
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("due_before", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.CheckConstraint("state IN ('asked', 'granted', 'refused', 'lapsed')", name=("ck_task_extension_state")),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=("fk_task_extension_answered_by_person")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=("fk_task_extension_asked_by_person")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=("fk_task_extension_task_id_task"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=("pk_task_extension")),
    )
    op.create_index(("ix_task_extension_task_id_id"), "task_extension", ["task_id", "id"], unique=False)
    op.create_index(
        "uq_task_extension_asked",
        "task_extension",
        ["task_id"],
        unique=True,
        postgresql_where=sa.text("state = 'asked'"),
    )
    op.create_table(
        "task_party",
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("named", sa.Boolean(), nullable=False),
        sa.Column("place", sa.BigInteger(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.CheckConstraint("role IN ('giver', 'lead', 'member', 'coordinating')", name=("ck_task_party_role")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=("fk_task_party_person_id_person")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=("fk_task_party_task_id_task"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["unit_id"], ["unit.id"], name=("fk_task_party_unit_id_unit")),
        sa.PrimaryKeyConstraint("task_id", "role", "key", name=("pk_task_party")),
    )
    op.create_index(("ix_task_party_key_role_task_id"), "task_party", ["key", "role", "task_id"], unique=False)
    op.create_index(
        "ix_task_party_open",
        "task_party",
        ["key", "role", "task_id"],
        unique=False,
        postgresql_where=sa.text("is_open"),
    )
    op.create_table(
        "task_reminder",
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("days", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=("fk_task_reminder_task_id_task"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("task_id", "due_on", "days", name=("pk_task_reminder")),
    )
    op.create_table(
        "task_step",
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("details", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=("fk_task_step_person_id_person")),
        sa.ForeignKeyConstraint(["task_id"], ["task.id"], name=("fk_task_step_task_id_task"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=("pk_task_step")),
        sa.UniqueConstraint("task_id", "key", name=("uq_task_step_task_id_key")),
    )
    op.create_index(("ix_task_step_task_id_id"), "task_step", ["task_id", "id"], unique=False)


def downgrade() -> None:
    op.drop_index(("ix_task_step_task_id_id"), table_name="task_step")
    op.drop_table("task_step")
    op.drop_table("task_reminder")
    op.drop_index("ix_task_party_open", table_name="task_party", postgresql_where=sa.text("is_open"))
    op.drop_index(("ix_task_party_key_role_task_id"), table_name="task_party")
    op.drop_table("task_party")
    op.drop_index("uq_task_extension_asked", table_name="task_extension", postgresql_where=sa.text("state = 'asked'"))
    op.drop_index(("ix_task_extension_task_id_id"), table_name="task_extension")
    op.drop_table("task_extension")
    op.drop_index(("ix_task_evidence_task_id_id"), table_name="task_evidence")
    op.drop_index(("ix_task_evidence_attachment_id"), table_name="task_evidence")
    op.drop_table("task_evidence")
    op.drop_table("task_alert")
    op.drop_index(
        "ix_task_unassigned",
        table_name="task",
        postgresql_where=sa.text(
            "lead_unit_id IS NULL AND lead_person_id IS NULL AND state IN ('waiting', 'in_progress', 'submitted')"
        ),
    )
    op.drop_index(("ix_task_sort_key_id"), table_name="task")
    op.drop_index(("ix_task_priority_id"), table_name="task")
    op.drop_index(("ix_task_parent_id"), table_name="task")
    op.drop_index(("ix_task_origin_id"), table_name="task", postgresql_where=sa.text("origin_id IS NOT NULL"))
    op.drop_index(("ix_task_opened_at_id"), table_name="task")
    op.drop_index(
        "ix_task_open_due",
        table_name="task",
        postgresql_where=sa.text("state IN ('waiting', 'in_progress', 'submitted')"),
    )
    op.drop_index(
        "ix_task_open_creator",
        table_name="task",
        postgresql_where=sa.text("state IN ('waiting', 'in_progress', 'submitted')"),
    )
    op.drop_index(
        "ix_task_open_agency",
        table_name="task",
        postgresql_where=sa.text("state IN ('waiting', 'in_progress', 'submitted')"),
    )
    op.drop_index(("ix_task_due_key_id"), table_name="task")
    op.drop_table("task")
    op.drop_index(("ix_task_rule_agency_sort_key"), table_name="task_rule")
    op.drop_table("task_rule")
    op.drop_table("task_number")
    op.drop_table("holiday_year")
    op.drop_table("holiday")
