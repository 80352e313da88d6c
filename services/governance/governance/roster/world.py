"""The agencies of a sheet as they are now; rules are tried on it in memory, for a query a row takes too long."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from governance.organisation.days import is_on
from governance.organisation.tables import Agency, Person, Position, Unit
from governance.roster.columns import UnitRow
from kit.sheet import Line, Wrong, wrong_at


@dataclass
class World:
    agencies: dict[str, list[Agency]]
    units: list[Unit]
    positions: list[Position]
    by_code: dict[tuple[str, str], list[Unit]] = field(default_factory=lambda: defaultdict(list))
    by_username: dict[str, Person] = field(default_factory=dict)
    by_name: dict[tuple[str, str], dict[UUID, Person]] = field(default_factory=lambda: defaultdict(dict))
    lines: dict[int, Line] = field(default_factory=dict)
    """By the identity of the row they made or changed."""
    wrong: list[Wrong] = field(default_factory=list)
    touched: list[Position] = field(default_factory=list)
    """Those that are there and may end on another day now."""

    def know(self, unit: Unit) -> None:
        self.by_code[unit.agency, unit.code].append(unit)

    def know_person(self, person: Person, agency: str) -> None:
        self.by_name[agency, person.name_folded][person.id] = person
        if person.username:
            self.by_username[person.username] = person

    def unit_on(self, agency: str, code: str, row: UnitRow | Position) -> Unit | None:
        """The unit with this code on the row's first day."""
        units = self.by_code.get((agency, code.upper()), [])
        return next((unit for unit in units if is_on(unit, row.valid_from)), None)

    def complain(self, row: object, name: str, message: str, /, **values: object) -> None:
        """About a row of the sheet, as long as it is one."""
        if line := self.lines.get(id(row)):
            self.wrong.append(wrong_at(line, name, message, **values))


async def load(session: AsyncSession, codes: Iterable[str], usernames: Iterable[str]) -> World:
    wanted = set(codes)
    agencies: dict[str, list[Agency]] = defaultdict(list)
    for agency in await session.scalars(select(Agency).where(Agency.code.in_(wanted))):
        agencies[agency.code].append(agency)
    units = list(await session.scalars(select(Unit).where(Unit.agency.in_(wanted))))
    positions = list(await session.scalars(select(Position).where(Position.agency.in_(wanted))))
    world = World(agencies, units, positions)
    for unit in units:
        world.know(unit)
    named = select(Person).where(Person.username.in_(set(usernames)))
    for person in await session.scalars(named):
        world.by_username[person.username or ""] = person
    people = await _people(session, world)
    for position in positions:
        world.know_person(people[position.person_id], position.agency)
    return world


async def _people(session: AsyncSession, world: World) -> dict[UUID, Person]:
    """Everybody concerned, with all positions, elsewhere too: they say who may change a person."""
    ids = {person.id for person in world.by_username.values()} | {one.person_id for one in world.positions}
    people: dict[UUID, Person] = {}
    for some in _batches(sorted(ids)):
        found = select(Person).where(Person.id.in_(some)).options(selectinload(Person.positions))
        loaded = await session.scalars(found.execution_options(populate_existing=True))
        people |= {one.id: one for one in loaded}
    return people


def _batches(ids: list[UUID], size: int = 5_000) -> Iterable[list[UUID]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))
