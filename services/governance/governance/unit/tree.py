"""An agency as it stands on a day: its units as a tree, and who works where."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from governance.organisation.queries import weight
from governance.organisation.tables import Position, Unit


@dataclass
class Branch:
    unit: Unit
    people: list[Position] = field(default_factory=list)
    below: list["Branch"] = field(default_factory=list)


@dataclass(frozen=True)
class Tree:
    """`people`: of the agency as a whole."""

    people: list[Position]
    branches: list[Branch]


def grown(units: Sequence[Unit], positions: Iterable[Position]) -> Tree:
    """Units keep their order; a unit whose parent is not there that day stands at the top."""
    branches = {unit.id: Branch(unit) for unit in units}
    top: list[Branch] = []
    for branch in branches.values():
        parent = branches.get(branch.unit.parent_id) if branch.unit.parent_id else None
        (parent.below if parent else top).append(branch)
    return Tree(_seated(branches, positions), top)


def _seated(branches: dict[UUID, Branch], positions: Iterable[Position]) -> list[Position]:
    whole: list[Position] = []
    for position in sorted(positions, key=lambda one: (weight(one)[0], one.person.sort_key)):
        branch = branches.get(position.unit_id) if position.unit_id else None
        (branch.people if branch else whole).append(position)
    return whole
