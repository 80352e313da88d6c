"""Units of a sheet against the tree that is there; the rules are unit.service's, tried on all of it at once."""

from collections.abc import Mapping, Sequence
from uuid import UUID, uuid4

from governance.organisation.days import shares_day, within
from governance.organisation.tables import Unit
from governance.roster.columns import UnitRow
from governance.roster.world import World
from kit.sheet import Line
from kit.text import fold, sort_key


def plan_units(world: World, rows: Sequence[tuple[Line, UnitRow]]) -> tuple[list[Unit], set[int]]:
    """New units, parents first, and the identities of those that changed; what is wrong is in the world."""
    new: list[Unit] = []
    changed: set[int] = set()
    fresh: set[UUID] = set()
    met: dict[int, Line] = {}
    for line, row in rows:
        unit = next((one for one in world.by_code.get(_place(row), []) if one.valid_from == row.valid_from), None)
        if unit is None:
            unit = Unit(id=uuid4(), agency=row.agency, code=row.code, valid_from=row.valid_from)
            new.append(unit)
            fresh.add(unit.id)
            world.know(unit)
        elif id(unit) in met:
            world.lines[id(unit)] = line
            world.complain(unit, "code", "roster.wrong.twice", other=met[id(unit)].number)
        met[id(unit)] = world.lines[id(unit)] = line
        if _write(unit, row) and unit.id not in fresh:
            changed.add(id(unit))
    _set_parents(world, rows, changed, {id(unit) for unit in new})
    _check(world, [*world.units, *new])
    made = {unit.id: unit for unit in new}
    return sorted(new, key=lambda unit: len(_above(unit, made))), changed


def _place(row: UnitRow) -> tuple[str, str]:
    return row.agency or "", row.code


def _write(unit: Unit, row: UnitRow) -> bool:
    facts = {"name": row.name, "valid_to": row.valid_to, "name_folded": fold(row.name), "sort_key": sort_key(row.name)}
    differs = {name: value for name, value in facts.items() if getattr(unit, name) != value}
    for name, value in differs.items():
        setattr(unit, name, value)
    return bool(differs)


def _set_parents(world: World, rows: Sequence[tuple[Line, UnitRow]], changed: set[int], new: set[int]) -> None:
    """Once all units are known: a parent may stand further down."""
    for _, row in rows:
        unit = next(one for one in world.by_code[_place(row)] if one.valid_from == row.valid_from)
        parent = world.unit_on(row.agency or "", row.parent, row) if row.parent else None
        if row.parent and parent is None:
            world.complain(unit, "parent", "roster.wrong.unit_unknown")
        elif unit.parent_id != (wanted := parent.id if parent else None):
            unit.parent_id = wanted
            changed |= {id(unit)} - new


def _check(world: World, units: Sequence[Unit]) -> None:
    known = {unit.id: unit for unit in units}
    for same in world.by_code.values():
        for unit in same:
            if any(other is not unit and shares_day(unit, other) for other in same):
                world.complain(unit, "code", "unit.wrong.code_taken")
    for unit in units:
        parent = known.get(unit.parent_id) if unit.parent_id else None
        if parent is not None and unit in _above(unit, known):
            world.complain(unit, "parent", "unit.wrong.circle")
        elif parent is not None and not within(unit, parent):
            world.complain(unit if id(unit) in world.lines else parent, "parent", "unit.wrong.parent_days")
    for position in world.positions:
        held = known.get(position.unit_id) if position.unit_id else None
        if held is not None and not within(position, held):
            world.complain(held, "valid_to", "unit.wrong.still_positions", count=1)


def _above(unit: Unit, known: Mapping[UUID, Unit]) -> list[Unit]:
    """Up to the top, or around once."""
    found: list[Unit] = []
    at = known.get(unit.parent_id) if unit.parent_id else None
    while at is not None and at not in found:
        found.append(at)
        at = known.get(at.parent_id) if at.parent_id else None
    return found
