"""Coarse roles and what each may do. Both go into the token; finer rights are the services' own."""

from collections.abc import Iterable

READING = frozenset({"members:read", "applications:read", "services:read", "access:read", "traffic:read"})
REGISTRY = frozenset({"members:write", "applications:write", "services:write", "access:write"})

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
    "auditor": READING | {"accounts:read", "evidence:read", "events:read"},
    "leader": frozenset({"services:read", "traffic:read"}),
    "official": frozenset({"services:read", "traffic:read"}),
    "citizen": frozenset(),
}
ADMINISTRATOR = "administrator"


def scopes_of(roles: Iterable[str]) -> frozenset[str]:
    """A role that is no longer known gives nothing."""
    return frozenset().union(*(SCOPES.get(role, frozenset()) for role in roles))
