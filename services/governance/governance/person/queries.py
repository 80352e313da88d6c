from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, exists, false, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from governance.organisation.days import valid_on
from governance.organisation.queries import held_on, says
from governance.organisation.reach import KEEP, PROVINCE, reaches
from governance.organisation.tables import Agency, Person, Position
from governance.person.schemas import PersonFilter, PersonRead, PositionRead
from kit.agencies import agency_names
from kit.auth import Caller
from kit.page import Page, paged
from kit.web import Option

KEYS = {"name": Person.sort_key}


async def list_people(session: AsyncSession, caller: Caller, wanted: PersonFilter, today: date) -> Page[PersonRead]:
    """Who holds a position on the day, with those of that day."""
    day = wanted.on or today
    query = select(Person).where(exists().where(Position.person_id == Person.id, *_places(wanted, day)))
    if wanted.q:
        query = query.where(or_(says(wanted.q, Person.name_folded), Person.username == wanted.q.strip().lower()))
    if wanted.linked:
        query = query.where(Person.account_id.is_(None), _kept(caller, day))
    page = await paged(session, query, wanted, KEYS, Person.id)
    held = await held_on(session, (person.id for person in page.items), day)
    return Page(items=[shown(caller, one, held.get(one.id, [])) for one in page.items], next=page.next)


async def person_options(session: AsyncSession, caller: Caller, wanted: PersonFilter, today: date) -> list[Option]:
    """For a picker: the name, and what the person is."""
    page = await list_people(session, caller, wanted, today)
    names = await agency_names(session, Agency)
    return [Option(value=str(one.id), label=one.name, note=_note(one, names)) for one in page.items]


def shown(caller: Caller, person: Person, positions: list[Position]) -> PersonRead:
    facts: dict[str, Any] = {"id": person.id, "name": person.name, "version": person.version}
    if any(reaches(caller, position.agency) for position in positions):
        facts["email"] = person.email
        if KEEP in caller.scopes:
            facts |= {"username": person.username, "linked": person.account_id is not None}
    return PersonRead(**facts, positions=[PositionRead.model_validate(one) for one in positions])


def _places(wanted: PersonFilter, day: date) -> list[ColumnElement[bool]]:
    places = [valid_on(Position, day)]
    if wanted.agency:
        places.append(Position.agency == wanted.agency)
    if wanted.unit_id:
        places.append(Position.unit_id == wanted.unit_id)
    if wanted.kind:
        places.append(Position.kind == wanted.kind)
    return places


def _kept(caller: Caller, day: date) -> ColumnElement[bool]:
    """Who has signed in is told to those who keep the person's agency."""
    if KEEP not in caller.scopes:
        return false()
    places = [Position.person_id == Person.id, valid_on(Position, day)]
    if PROVINCE not in caller.scopes:
        places.append(Position.agency == (caller.agency or ""))
    return exists().where(*places)


def _note(person: PersonRead, names: dict[str, str]) -> str:
    if not person.positions:
        return ""
    first = person.positions[0]
    return ", ".join(filter(None, (first.title, first.unit, names.get(first.agency, first.agency))))
