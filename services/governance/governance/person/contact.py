"""How colleagues reach each other: what the meetings platform needs to invite somebody."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from pydantic import BaseModel
from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from governance.organisation.days import valid_on
from governance.organisation.queries import held_on
from governance.organisation.tables import Agency, Person, Position
from kit.agencies import agency_names

MOST = 300
"""People asked for at once."""


class Contact(BaseModel):
    """`title` and `agency` are of the person's first position of the day; `account_id` once one has signed in."""

    id: UUID
    name: str
    title: str
    agency: str
    agency_name: str
    email: str
    language: str
    username: str | None
    account_id: UUID | None


async def list_contacts(session: AsyncSession, ids: Iterable[UUID], today: date) -> list[Contact]:
    """Of those among `ids` who hold a position today; the others are left out."""
    working = exists().where(Position.person_id == Person.id, valid_on(Position, today))
    people = (await session.scalars(select(Person).where(Person.id.in_(list(ids)), working))).all()
    held = await held_on(session, [one.id for one in people], today)
    names = await agency_names(session, Agency)
    return [_contact(one, held[one.id][0], names) for one in people]


def _contact(person: Person, position: Position, names: dict[str, str]) -> Contact:
    unit = position.unit.name if position.unit else None
    return Contact(
        id=person.id,
        name=person.name,
        title=", ".join(filter(None, (position.title, unit))),
        agency=position.agency,
        agency_name=names.get(position.agency, position.agency),
        email=person.email,
        language=person.language,
        username=person.username,
        account_id=person.account_id,
    )
