"""Alerts: what changed and is still to be judged, rules, silences, alerts with their history and tasks."""

import sqlalchemy as sa
from alembic import op

revision = "monitoring_alert"
down_revision = "monitoring_observation"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "indicator_change",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_indicator_change"),
    )
    op.create_index("ix_indicator_change_reader_id", "indicator_change", ["reader", "id"])
    op.create_table(
        "alert_task",
        sa.Column("task_id", sa.Uuid(), nullable=False),
        sa.Column("alert_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("lead_agency", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("completed_on", sa.Date(), nullable=True),
        sa.Column("progress", sa.BigInteger(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("task_id", name="pk_alert_task"),
    )
    op.create_index("ix_alert_task_alert_id", "alert_task", ["alert_id"], unique=False)
    op.create_table(
        "alert_rule",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_folded", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("covers", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("pillar", sa.Text(), nullable=True),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("bound", sa.Double(), nullable=True),
        sa.Column("recovery", sa.Double(), nullable=True),
        sa.Column("raise_after", sa.BigInteger(), nullable=False),
        sa.Column("recover_after", sa.BigInteger(), nullable=False),
        sa.Column("days", sa.BigInteger(), nullable=False),
        sa.Column("working", sa.Boolean(), nullable=False),
        sa.Column("span", sa.Text(), nullable=True),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("covers IN ('indicator', 'pillar', 'all')", name="ck_alert_rule_covers"),
        sa.CheckConstraint(
            "kind <> 'threshold' OR (bound IS NOT NULL AND recovery IS NOT NULL)", name="ck_alert_rule_bounds"
        ),
        sa.CheckConstraint("kind IN ('threshold', 'missing')", name="ck_alert_rule_kind"),
        sa.CheckConstraint("level IN ('province', 'agency', 'district', 'commune')", name="ck_alert_rule_level"),
        sa.CheckConstraint("measure IN ('attainment', 'value')", name="ck_alert_rule_measure"),
        sa.CheckConstraint("severity IN ('warning', 'critical')", name="ck_alert_rule_severity"),
        sa.CheckConstraint("raise_after >= 1 AND recover_after >= 1 AND days >= 0", name="ck_alert_rule_counts"),
        sa.ForeignKeyConstraint(["code"], ["indicator.code"], name="fk_alert_rule_code_indicator"),
        sa.PrimaryKeyConstraint("id", name="pk_alert_rule"),
    )
    op.create_index("ix_alert_rule_sort_key_id", "alert_rule", ["sort_key", "id"], unique=False)
    op.create_table(
        "alert",
        sa.Column("rule_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.Column("agency", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("folded", sa.Text(), nullable=False),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("attainment", sa.Double(), nullable=True),
        sa.Column("target", sa.Double(), nullable=True),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("rule_version", sa.BigInteger(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("correlation_id", sa.Text(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledged_by", sa.Text(), nullable=False),
        sa.Column("recovered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recovery", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "state IN ('silenced', 'raised', 'acknowledged', 'closed', 'recovered')", name="ck_alert_state"
        ),
        sa.ForeignKeyConstraint(["code"], ["indicator.code"], name="fk_alert_code_indicator"),
        sa.ForeignKeyConstraint(["rule_id"], ["alert_rule.id"], name="fk_alert_rule_id_alert_rule"),
        sa.PrimaryKeyConstraint("id", name="pk_alert"),
    )
    op.create_index("ix_alert_agency_state", "alert", ["agency", "state"], unique=False)
    op.create_index("ix_alert_code_raised_at", "alert", ["code", "raised_at"], unique=False)
    op.create_index("ix_alert_state_raised_at_id", "alert", ["state", "raised_at", "id"], unique=False)
    op.create_index(
        "uq_alert_open",
        "alert",
        ["rule_id", "code", "area"],
        unique=True,
        postgresql_where=sa.text("state <> 'recovered'"),
    )
    op.create_table(
        "alert_silence",
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("rule_id", sa.Uuid(), nullable=True),
        sa.Column("code", sa.Text(), nullable=True),
        sa.Column("pillar", sa.Text(), nullable=True),
        sa.Column("lead", sa.Text(), nullable=True),
        sa.Column("area", sa.Text(), nullable=True),
        sa.Column("agency", sa.Text(), nullable=True),
        sa.Column("settled", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("ends_at > starts_at", name="ck_alert_silence_times"),
        sa.ForeignKeyConstraint(["code"], ["indicator.code"], name="fk_alert_silence_code_indicator"),
        sa.ForeignKeyConstraint(["rule_id"], ["alert_rule.id"], name="fk_alert_silence_rule_id_alert_rule"),
        sa.PrimaryKeyConstraint("id", name="pk_alert_silence"),
    )
    op.create_index("ix_alert_silence_ends_at", "alert_silence", ["ends_at"], unique=False)
    op.create_table(
        "alert_event",
        sa.Column("alert_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.CheckConstraint(
            "kind IN ('silenced', 'raised', 'acknowledged', 'closed', 'recovered')", name="ck_alert_event_kind"
        ),
        sa.ForeignKeyConstraint(["alert_id"], ["alert.id"], name="fk_alert_event_alert_id_alert", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_alert_event"),
    )
    op.create_index("ix_alert_event_alert_id_at", "alert_event", ["alert_id", "at"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_alert_event_alert_id_at", table_name="alert_event")
    op.drop_table("alert_event")
    op.drop_index("ix_alert_silence_ends_at", table_name="alert_silence")
    op.drop_table("alert_silence")
    op.drop_index("uq_alert_open", table_name="alert", postgresql_where=sa.text("state <> 'recovered'"))
    op.drop_index("ix_alert_state_raised_at_id", table_name="alert")
    op.drop_index("ix_alert_code_raised_at", table_name="alert")
    op.drop_index("ix_alert_agency_state", table_name="alert")
    op.drop_table("alert")
    op.drop_index("ix_alert_rule_sort_key_id", table_name="alert_rule")
    op.drop_table("alert_rule")
    op.drop_index("ix_alert_task_alert_id", table_name="alert_task")
    op.drop_table("alert_task")
    op.drop_table("indicator_change")
