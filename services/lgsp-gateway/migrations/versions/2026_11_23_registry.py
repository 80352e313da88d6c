"""Members, applications, services, access rights."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "lgsp_gateway_registry"
down_revision = "lgsp_gateway_root"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "directory_version",
        sa.Column("id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("instance", sa.Text(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_directory_version_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_directory_version")),
    )
    op.create_table(
        "member",
        sa.Column("member_class", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_folded", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("member_class IN ('GOV', 'COM', 'ORG', 'NAT')", name=op.f("ck_member_member_class")),
        sa.CheckConstraint("valid_to > valid_from", name=op.f("ck_member_validity")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member")),
        sa.UniqueConstraint("member_class", "code", name=op.f("uq_member_member_class_code")),
    )
    op.create_index(op.f("ix_member_sort_key_id"), "member", ["sort_key", "id"], unique=False)
    op.create_table(
        "application",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_folded", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("rate_limit", sa.BigInteger(), nullable=False),
        sa.Column("burst", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("rate_limit > 0 AND burst > 0", name=op.f("ck_application_limits")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_application_member_id_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
        sa.UniqueConstraint("member_id", "code", name=op.f("uq_application_member_id_code")),
    )
    op.create_index(op.f("ix_application_sort_key_id"), "application", ["sort_key", "id"], unique=False)
    op.create_table(
        "member_alias",
        sa.Column("alias", sa.Text(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["member.id"], name=op.f("fk_member_alias_member_id_member"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("alias", name=op.f("pk_member_alias")),
    )
    op.create_index(op.f("ix_member_alias_member_id"), "member_alias", ["member_id"], unique=False)
    op.create_table(
        "credential",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("secret_hash", sa.Text(), nullable=True),
        sa.Column("jwks", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.CheckConstraint(
            "(kind = 'client_secret' AND secret_hash IS NOT NULL AND jwks IS NULL) OR (kind = 'private_key_jwt' AND secret_hash IS NULL AND jwks IS NOT NULL)",
            name=op.f("ck_credential_kind"),
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_credential_application_id_application")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credential")),
        sa.UniqueConstraint("client_id", name=op.f("uq_credential_client_id")),
    )
    op.create_index(op.f("ix_credential_application_id"), "credential", ["application_id"], unique=False)
    op.create_table(
        "service",
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_folded", sa.Text(), nullable=False),
        sa.Column("sort_key", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("base_url", sa.Text(), nullable=False),
        sa.Column("timeout_ms", sa.BigInteger(), nullable=False),
        sa.Column("max_request_bytes", sa.BigInteger(), nullable=False),
        sa.Column("max_response_bytes", sa.BigInteger(), nullable=False),
        sa.Column("rate_limit", sa.BigInteger(), nullable=False),
        sa.Column("burst", sa.BigInteger(), nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("notice", sa.Text(), nullable=False),
        sa.Column("back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("personal_data", sa.Text(), nullable=False),
        sa.Column("retention_days", sa.BigInteger(), nullable=False),
        sa.Column("description_url", sa.Text(), nullable=False),
        sa.Column("description", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("description_digest", sa.Text(), nullable=False),
        sa.Column("described_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("enabled OR notice <> ''", name=op.f("ck_service_notice")),
        sa.CheckConstraint("kind IN ('openapi', 'rest', 'national')", name=op.f("ck_service_kind")),
        sa.CheckConstraint("personal_data IN ('none', 'basic', 'sensitive')", name=op.f("ck_service_personal_data")),
        sa.CheckConstraint("max_request_bytes >= 0 AND max_response_bytes > 0", name=op.f("ck_service_sizes")),
        sa.CheckConstraint("rate_limit > 0 AND burst > 0 AND retention_days > 0", name=op.f("ck_service_limits")),
        sa.CheckConstraint("timeout_ms > 0", name=op.f("ck_service_timeout")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_service_application_id_application")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_service")),
        sa.UniqueConstraint("application_id", "code", name=op.f("uq_service_application_id_code")),
    )
    op.create_index(op.f("ix_service_sort_key_id"), "service", ["sort_key", "id"], unique=False)
    op.create_table(
        "description_draft",
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("read_by", sa.Text(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=op.f("fk_description_draft_service_id_service"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("service_id", name=op.f("pk_description_draft")),
    )
    op.create_table(
        "endpoint",
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("shape", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("imported", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.ForeignKeyConstraint(
            ["service_id"], ["service.id"], name=op.f("fk_endpoint_service_id_service"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_endpoint")),
        sa.UniqueConstraint("service_id", "method", "shape", name=op.f("uq_endpoint_service_id_method_shape")),
    )
    op.create_table(
        "access_right",
        sa.Column("service_id", sa.Uuid(), nullable=False),
        sa.Column("endpoint_id", sa.Uuid(), nullable=True),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("granted_by", sa.Text(), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("revoked_by", sa.Text(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoke_reason", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "revoked_at IS NOT NULL OR (endpoint_id IS NULL) = (template = '')", name=op.f("ck_access_right_reach")
        ),
        sa.CheckConstraint("valid_to > valid_from", name=op.f("ck_access_right_validity")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_access_right_application_id_application")
        ),
        sa.ForeignKeyConstraint(
            ["endpoint_id"], ["endpoint.id"], name=op.f("fk_access_right_endpoint_id_endpoint"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["service_id"], ["service.id"], name=op.f("fk_access_right_service_id_service")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_right")),
    )
    op.create_index(op.f("ix_access_right_application_id"), "access_right", ["application_id"], unique=False)
    op.create_index(op.f("ix_access_right_endpoint_id"), "access_right", ["endpoint_id"], unique=False)
    op.create_index(
        "uq_access_right_standing",
        "access_right",
        ["service_id", "application_id", "endpoint_id"],
        unique=True,
        postgresql_where=sa.text("revoked_at IS NULL"),
        postgresql_nulls_not_distinct=True,
    )
    op.execute("INSERT INTO directory_version (id, version, instance) VALUES (1, 1, 'VN')")


def downgrade() -> None:
    op.drop_table("access_right")
    op.drop_table("endpoint")
    op.drop_table("description_draft")
    op.drop_table("service")
    op.drop_table("credential")
    op.drop_table("member_alias")
    op.drop_table("application")
    op.drop_table("member")
    op.drop_table("directory_version")
