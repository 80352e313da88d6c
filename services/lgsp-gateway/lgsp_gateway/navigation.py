"""The sections of the integration platform."""

from kit.web import Section

SECTIONS = (
    Section("member.title", "/lgsp-gateway/members", "building-2", scope="members:read"),
    Section("application.title", "/lgsp-gateway/applications", "boxes", scope="applications:read"),
    Section("service.title", "/lgsp-gateway/services", "plug", scope="services:read"),
    Section("access.title", "/lgsp-gateway/access-rights", "key-round", scope="access:read"),
    Section("evidence.title", "/lgsp-gateway/evidence", "link", scope="evidence:read"),
    Section("account.title", "/lgsp-gateway/accounts", "users", scope="accounts:read"),
    Section("key.title", "/lgsp-gateway/keys", "fingerprint", scope="keys:write"),
)
