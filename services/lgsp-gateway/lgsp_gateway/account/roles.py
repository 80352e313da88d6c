"""Coarse roles and what each may do. Both go into the token; finer rights are the services' own."""

from collections.abc import Iterable

from lgsp_gateway.registry.reach import PROVINCE

READING = frozenset({"members:read", "applications:read", "services:read", "access:read", "traffic:read"})
OFFERING = frozenset({"applications:write", "services:write", "access:write"})
REGISTRY = OFFERING | {"members:write", PROVINCE}
"""Of the whole province; without PROVINCE it is the own agency's (registry.reach)."""

SCOPES: dict[str, frozenset[str]] = {
    "administrator": READING
    | REGISTRY
    | {
        "accounts:read",
        "accounts:write",
        "keys:write",
        "events:read",
        "events:write",
        "evidence:read",
        "national:write",
    },
    "registrar": READING | REGISTRY,
    "agency-registrar": READING | OFFERING,
    "auditor": READING | {PROVINCE, "accounts:read", "evidence:read", "events:read"},
    "leader": frozenset({"services:read", "traffic:read"}),
    "official": frozenset({"services:read", "traffic:read"}),
    "citizen": frozenset(),
}
ADMINISTRATOR, AGENCY_REGISTRAR = "administrator", "agency-registrar"


def scopes_of(roles: Iterable[str]) -> frozenset[str]:
    """A role that is no longer known gives nothing."""
    return frozenset().union(*(SCOPES.get(role, frozenset()) for role in roles))
