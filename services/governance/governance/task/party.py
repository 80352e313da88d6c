"""Who is what in a task: the keys under which parties are found, for a task and for a person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol
from uuid import UUID

from governance.organisation.standing import HEADING, LEADING, Held, Standing
from governance.task.states import Role


class HasKey(Protocol):
    """A row of `task_party`."""

    role: Any
    key: Any


@dataclass(frozen=True, slots=True)
class Party:
    """An agency, one of its units, or a person there; of a person the unit may be unknown."""

    agency: str
    unit_id: UUID | None = None
    person_id: UUID | None = None
    due_on: date | None = None


def keys_of(acting: Standing) -> list[str]:
    """What a person finds tasks by: own work, that of the units, and of agencies led or whose office one is; in the
    agency of a position that is lent, also the work of whose it is."""
    return sorted({f"p:{acting.person_id}"}.union(*map(_keys_with, acting.held)))


def _keys_with(held: Held) -> set[str]:
    keys = {f"s:{held.agency}/{held.of}"} if held.of else set()
    if held.kind in LEADING or held.kind == "clerk":
        keys.add(f"a:{held.agency}")
    if held.unit_id:
        keys.add(f"u:{held.unit_id}")
        if held.kind in HEADING:
            keys.add(f"h:{held.unit_id}")
    return keys


def stead_of(acting: Standing, parties: Iterable[HasKey], roles: Iterable[Role]) -> str:
    """In whose stead one of these roles is filled; empty where it is one's own."""
    wanted, fitting = set(roles), list(parties)

    def fills(keys: set[str]) -> bool:
        return any(one.role in wanted and one.key in keys for one in fitting)

    own = {f"p:{acting.person_id}"}.union(*(_keys_with(held) for held in acting.held if not held.of))
    if fills(own):
        return ""
    return next((held.of_name for held in acting.held if held.of and fills(_keys_with(held))), "")


def own_keys_of(acting: Standing) -> list[str]:
    """Without the agencies: what is the person's and the units' own."""
    return [key for key in keys_of(acting) if not key.startswith("a:")]


def rows(giver: str, creator_id: UUID | None, lead: Party, coordinating: Iterable[Party] = ()) -> list[dict[str, Any]]:
    """The rows of `task_party`, without the task."""
    found: dict[tuple[Role, str], dict[str, Any]] = {}

    def add(role: Role, key: str, party: Party, *, named: bool = False, place: int = 0) -> None:
        facts = {"agency": party.agency, "unit_id": party.unit_id, "person_id": party.person_id, "due_on": party.due_on}
        row = {"role": role, "key": key, "named": named, "place": place, **facts}
        if named or (role, key) not in found:
            found[role, key] = row

    add("giver", f"a:{giver}", Party(giver), named=True)
    if creator_id:
        creator = Party(giver, person_id=creator_id)
        add("giver", f"p:{creator_id}", creator)
        add("giver", f"s:{giver}/{creator_id}", creator)
    for role, key, named in _keys(lead):
        add(role, key, lead, named=named)
    for place, party in enumerate(coordinating, 1):
        for _, key, named in _keys(party):
            add("coordinating", key, party, named=named, place=place)
    return list(found.values())


def _keys(party: Party) -> list[tuple[Role, str, bool]]:
    """From the most exact one, which was named, up to the leaders of the agency."""
    keys: list[tuple[Role, str]] = []
    if party.person_id:
        keys += [("lead", f"p:{party.person_id}"), ("lead", f"s:{party.agency}/{party.person_id}")]
    if party.unit_id:
        keys.append(("lead", f"h:{party.unit_id}"))
        if not party.person_id:
            keys.append(("member", f"u:{party.unit_id}"))
    keys.append(("lead", f"a:{party.agency}"))
    return [(role, key, number == 0) for number, (role, key) in enumerate(keys)]
