"""What can be done with a document, in which state, by whom: one table, which pages, routes and tests go by.

clerk      keeps the register of the agency        leader     leads the agency
lead_head  heads the unit that leads               co_head    heads a unit that takes part
main       answers for it in the leading unit      supporting helps
Of a confidential document clerk and leader are only those through whose hands it went.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from governance.document.errors import ActionNotNow, ActionNotYours
from governance.document.tables import Document
from governance.organisation.standing import HEADING, LEADING, Held, Standing

BEFORE = "before"
"""To the step from which it was settled."""


@dataclass(frozen=True, slots=True)
class Right:
    """`to` is the state that follows; None: it stays."""

    roles: frozenset[str]
    to: str | None = None


def _by(*roles: str, to: str | None = None) -> Right:
    return Right(frozenset(roles), to)


RIGHTS: dict[str, dict[str, Right]] = {
    "registered": {
        "correct": _by("clerk"),
        "attach": _by("clerk"),
        "submit": _by("clerk", to="submitted"),
        "cancel": _by("clerk", to="cancelled"),
    },
    "submitted": {
        "correct": _by("clerk"),
        "attach": _by("clerk"),
        "assign": _by("leader", to="assigned"),
        "settle": _by("leader", to="settled"),
        "return": _by("leader", to="registered"),
        "cancel": _by("clerk", to="cancelled"),
    },
    "assigned": {
        "correct": _by("clerk"),
        "attach": _by("clerk"),
        "assign": _by("leader", to="assigned"),
        "hand": _by("lead_head", to="working"),
        "support": _by("co_head"),
        "decline": _by("co_head"),
        "report": _by("lead_head", "co_head", "supporting"),
        "settle": _by("lead_head", to="settled"),
        "return": _by("lead_head", to="submitted"),
        "cancel": _by("clerk", to="cancelled"),
    },
    "working": {
        "correct": _by("clerk"),
        "attach": _by("clerk"),
        "assign": _by("leader", to="assigned"),
        "hand": _by("lead_head", to="working"),
        "support": _by("co_head"),
        "decline": _by("co_head"),
        "report": _by("lead_head", "co_head", "main", "supporting"),
        "settle": _by("lead_head", "main", to="settled"),
        "return": _by("lead_head", "main", to="assigned"),
        "cancel": _by("clerk", to="cancelled"),
    },
    "settled": {
        "correct": _by("clerk"),
        "attach": _by("clerk"),
        "return": _by("leader", "lead_head", to=BEFORE),
    },
    "cancelled": {},
}
FORWARD = ("submit", "assign", "hand", "settle")
DONE = {"assigned": ("assign",), "working": ("assign", "hand")}
"""By state, the steps that were taken before it."""
ACTIONS = tuple(dict.fromkeys(action for rights in RIGHTS.values() for action in rights))


def roles_of(acting: Standing, document: Document) -> dict[str, UUID | None]:
    """What the reader is to this document, each with the person in whose stead, if it is not the own position."""
    roles: dict[str, UUID | None] = {}
    for held in sorted(acting.held, key=lambda one: one.of is not None):
        if held.agency == document.agency:
            for role in _given(held, held.of or acting.person_id, document):
                roles.setdefault(role, held.of)
    return roles


def possible(acting: Standing, document: Document) -> list[str]:
    """What this reader can do with it now."""
    roles = roles_of(acting, document)
    return [action for action, right in RIGHTS[document.state].items() if right.roles & roles.keys()]


def ahead(acting: Standing, document: Document) -> list[str]:
    """What carries it on, of what this reader can do: nothing that was done already, nor what others answer for."""
    can = [one for one in possible(acting, document) if one in FORWARD and one not in DONE.get(document.state, ())]
    if document.state == "working" and "main" not in roles_of(acting, document):
        return [one for one in can if one != "settle"]
    return can


def demand(acting: Standing, document: Document, action: str) -> tuple[Right, UUID | None]:
    """The right to do it now, and in whose stead; otherwise why not."""
    right = RIGHTS[document.state].get(action)
    if right is None:
        raise ActionNotNow(document.state, possible(acting, document))
    roles = roles_of(acting, document)
    held = right.roles & roles.keys()
    if not held:
        raise ActionNotYours
    stead = [roles[role] for role in held]
    return right, None if None in stead else stead[0]


def _given(held: Held, who: UUID, document: Document) -> Iterator[str]:
    is_open = document.confidentiality == "open"
    if held.kind == "clerk" and (is_open or document.registered_by == who):
        yield "clerk"
    if held.kind in LEADING and (is_open or document.leader_id == who):
        yield "leader"
    for given in document.units:
        if held.kind in HEADING and held.unit_id == given.unit_id:
            yield f"{given.part}_head"
    for person in document.people:
        if person.person_id == who:
            yield person.part
