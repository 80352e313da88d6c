"""Where one may ask: the office that takes in what was spoken of last, else the one-stop office of the province."""

from urllib.parse import quote
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from assistant_citizen.conversation.schemas import Place
from assistant_citizen.office.queries import offices_for
from assistant_citizen.office.tables import Office
from assistant_citizen.procedure.tables import Procedure

HOME = "/assistant-citizen/offices/"


async def who_knows(session: AsyncSession, procedure_id: UUID | None) -> Place | None:
    """None while no office is known."""
    field, level = "", ""
    if procedure_id:
        columns = select(Procedure.field, Procedure.level).where(Procedure.id == procedure_id)
        field, level = (await session.execute(columns)).tuples().one_or_none() or ("", "")
    for one in await offices_for(session, field, level):
        return of(one)
    return None


def of(one: Office) -> Place:
    link = HOME + quote(one.code)
    return Place(name=one.name, address=one.address, phone=one.phone, hours=one.hours, link=link)
