"""Who is what in a task: the keys under which parties are found, for a task and for a person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from governance.organisation.standing import Standing
from governance.task.states import Role


@dataclass(frozen=True, slots=True)
class Party:
    """An agency, one of its units, or a person there; of a person the unit may be unknown."""

    agency: str
    unit_id: UUID | None = None
    person_id: UUID | None = None
    due_on: date | None = None


def keys_of(acting: Standing) -> list[str]:
    """What a person finds tasks by: own work, that of the units, and of agencies led or whose office one is."""
    agencies = {f"a:{code}" for code in acting.led | acting.kept}
    units = {f"u:{unit}" for unit in acting.units} | {f"h:{unit}" for unit in acting.headed}
    return sorted({f"p:{acting.person_id}", *agencies, *units})


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
        add("giver", f"p:{creator_id}", Party(giver, person_id=creator_id))
    for role, key, named in _keys(lead):
        add(role, key, lead, named=named)
    for place, party in enumerate(coordinating, 1):
        for _, key, named in _keys(party):
            add("coordinating", key, party, named=named, place=place)
    return list(found.values())


def _keys(party: Party) -> list[tuple[Role, str, bool]]:
    """From the most exact one, which was named, up to the leaders of the agency."""
    keys: list[tuple[Role, str]] = [("lead", f"p:{party.person_id}")] if party.person_id else []
    if party.unit_id:
        keys.append(("lead", f"h:{party.unit_id}"))
        if not party.person_id:
            keys.append(("member", f"u:{party.unit_id}"))
    keys.append(("lead", f"a:{party.agency}"))
    return [(role, key, number == 0) for number, (role, key) in enumerate(keys)]
