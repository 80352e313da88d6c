"""Coarse roles and what each may do. Both go into the token; finer rights are the services' own."""

from collections.abc import Iterable

from lgsp_gateway.registry.reach import PROVINCE

READING = frozenset({"members:read", "applications:read", "services:read", "access:read", "traffic:read"})
OFFERING = frozenset({"applications:write", "services:write", "access:write"})
REGISTRY = OFFERING | {"members:write", PROVINCE}
"""Of the whole province; without PROVINCE it is the own agency's (registry.reach)."""

OFFICE = frozenset(
    {
        "organisation:read",
        "documents:read",
        "documents:write",
        "tasks:read",
        "tasks:write",
        "notifications:read",
        "meetings:read",
        "meetings:write",
        "assistant:use",
        "petitions:read",
        "datasets:read",
    }
)
"""Of every official; what one may do there follows from the positions that governance knows."""
WATCHING = frozenset({"services:read", "traffic:read", "indicators:read", "alerts:read"})
KNOWLEDGE = frozenset({"knowledge:read", "knowledge:write", "conversations:answer", "petitions:write"})
"""Of the citizens' assistant: what it answers from, and who answers where it cannot."""
LIBRARY = frozenset({"library:write"})
"""Of the officials' assistant: its laws."""
ANALYSIS = frozenset({"datasets:write", "queries:write", "columns:write"})
"""Loads data, asks in SQL, says which columns hold personal data."""
MODELS = frozenset({"models:read", "models:write"})

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
    }
    | WATCHING
    | OFFICE
    | MODELS
    | KNOWLEDGE
    | LIBRARY
    | ANALYSIS
    | {"organisation:write", "indicators:write", "observations:write", "alerts:write", "monitoring:province"},
    "registrar": READING | REGISTRY,
    "agency-registrar": READING | OFFERING,
    "auditor": READING
    | WATCHING
    | {PROVINCE, "organisation:read", "models:read", "accounts:read", "evidence:read", "events:read"},
    "leader": WATCHING | OFFICE | {"alerts:write"},
    "official": WATCHING | OFFICE | {"observations:write"},
    "supervisor": WATCHING
    | OFFICE
    | MODELS
    | {"indicators:write", "observations:write", "alerts:write", "monitoring:province"},
    "personnel": WATCHING | OFFICE | {"organisation:write"},
    "operator": WATCHING | OFFICE | KNOWLEDGE | MODELS,
    "analyst": WATCHING | OFFICE | ANALYSIS | {"models:read"},
    "citizen": frozenset(),
}
ADMINISTRATOR, AGENCY_REGISTRAR = "administrator", "agency-registrar"


def scopes_of(roles: Iterable[str]) -> frozenset[str]:
    """A role that is no longer known gives nothing."""
    return frozenset().union(*(SCOPES.get(role, frozenset()) for role in roles))
