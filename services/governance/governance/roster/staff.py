"""People and positions of a sheet against those that are there; the rules are person.position's, on all at once."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid4

from governance.organisation.days import shares_day, within
from governance.organisation.reach import reaches
from governance.organisation.tables import Person, Position
from governance.person.position import ALONE
from governance.person.service import agencies_of
from governance.roster.columns import PersonRow
from governance.roster.world import World
from kit.auth import Caller
from kit.sheet import Line
from kit.text import fold, sort_key


@dataclass
class Staffing:
    people: dict[UUID, Person] = field(default_factory=dict)
    positions: list[Position] = field(default_factory=list)
    changed: set[int] = field(default_factory=set)
    """Numbers of the rows that change somebody who is there."""


def plan_people(world: World, caller: Caller, rows: Sequence[tuple[Line, PersonRow]]) -> Staffing:
    plan = Staffing()
    places = {(one.person_id, one.agency, one.unit_id, one.kind, one.valid_from): one for one in world.positions}
    for line, row in rows:
        person = _person(world, caller, plan, line, row)
        facts = {"agency": row.agency, "kind": row.kind, "title": row.title, "valid_from": row.valid_from}
        position = Position(id=uuid4(), **facts)
        world.lines[id(position)] = line
        unit = world.unit_on(row.agency or "", row.unit, position) if row.unit else None
        if row.unit and unit is None:
            world.complain(position, "unit", "roster.wrong.unit_unknown")
        position.unit_id, position.valid_to, position.person_id = unit.id if unit else None, row.valid_to, person.id
        key = (person.id, position.agency, position.unit_id, position.kind, position.valid_from)
        if key in places:
            _meet(world, plan, places[key], line, row)
        else:
            places[key] = position
            plan.positions.append(position)
    _check(world, [*world.positions, *plan.positions])
    return plan


def _meet(world: World, plan: Staffing, there: Position, line: Line, row: PersonRow) -> None:
    if earlier := world.lines.get(id(there)):
        world.lines[id(there)] = line
        world.complain(there, "name", "roster.wrong.twice", other=earlier.number)
    world.lines[id(there)] = line
    if (there.title, there.valid_to) != (row.title, row.valid_to):
        there.title, there.valid_to = row.title, row.valid_to
        plan.changed.add(line.number)
        world.touched.append(there)


def _person(world: World, caller: Caller, plan: Staffing, line: Line, row: PersonRow) -> Person:
    """By the sign-in name; without one by the name, where the agency has one person of that name."""
    agency, folded = row.agency or "", fold(row.name)
    same = list(world.by_name.get((agency, folded), {}).values())
    person = world.by_username.get(row.username or "") or _only(same, row)
    if person is None:
        person = Person(id=uuid4(), name=row.name, username=row.username, email=row.email, language="vi")
        person.name_folded, person.sort_key = folded, sort_key(row.name)
        plan.people[person.id] = person
    else:
        world.lines[id(person)] = line
        if not row.username and len(same) > 1:
            world.complain(person, "name", "roster.wrong.namesakes", count=len(same))
        _mend(world, caller, plan, person, row)
    world.know_person(person, agency)
    return person


def _only(same: list[Person], row: PersonRow) -> Person | None:
    """A namesake with another sign-in name is somebody else."""
    fitting = [one for one in same if not row.username or one.username in {None, row.username}]
    return fitting[0] if fitting else None


def _mend(world: World, caller: Caller, plan: Staffing, person: Person, row: PersonRow) -> None:
    if fold(row.name) != person.name_folded:
        world.complain(person, "username", "roster.wrong.other_name", name=person.name)
        return
    wanted = {"name": row.name, "username": row.username or person.username, "email": row.email or person.email}
    differs = {name: value for name, value in wanted.items() if getattr(person, name) != value}
    if not differs:
        return
    if person.id not in plan.people and not all(reaches(caller, agency) for agency in agencies_of(person)):
        world.complain(person, next(iter(differs)), "roster.wrong.elsewhere")
        return
    for name, value in differs.items():
        setattr(person, name, value)
    person.sort_key = sort_key(person.name)
    if person.id not in plan.people:
        plan.changed.add(world.lines[id(person)].number)


def _check(world: World, positions: Sequence[Position]) -> None:
    units = {unit.id: unit for same in world.by_code.values() for unit in same}
    seats: dict[tuple[object, ...], list[Position]] = defaultdict(list)
    for position in positions:
        seats[position.agency, position.unit_id, position.kind].append(position)
        unit = units.get(position.unit_id) if position.unit_id else None
        if unit is not None and not within(position, unit):
            world.complain(position, "valid_from", "person.wrong.unit_days", name=unit.name)
    for (_, _, kind), seated in seats.items():
        by_person: dict[UUID, list[Position]] = defaultdict(list)
        for one in seated:
            by_person[one.person_id].append(one)
        for one in (one for one in seated if id(one) in world.lines):
            rivals = seated if kind in ALONE else by_person[one.person_id]
            _check_seat(world, one, [other for other in rivals if other is not one and shares_day(one, other)], kind)


def _check_seat(world: World, one: Position, others: Sequence[Position], kind: object) -> None:
    if any(other.person_id == one.person_id for other in others):
        world.complain(one, "valid_from", "person.wrong.twice")
    elif others and kind in ALONE:
        world.complain(one, "kind", "roster.wrong.second", count=len(others))
