from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from assistant_citizen.office.errors import OfficeNotFound
from assistant_citizen.office.schemas import OfficeFilter
from assistant_citizen.office.tables import Office
from kit.page import Page, paged
from kit.text import fold

MOST_TOLD = 3
OF_COMMUNES = "xã"
"""What the level of a procedure says when communes take it in."""
KEYS = {"name": Office.sort_key, "updated_at": Office.updated_at}


async def list_offices(session: AsyncSession, wanted: OfficeFilter) -> Page[Office]:
    return await paged(session, _matching(wanted), wanted, KEYS, Office.id)


async def get_office(session: AsyncSession, code: str) -> Office:
    found = await session.scalar(select(Office).where(Office.code == code))
    if found is None:
        raise OfficeNotFound
    return found


async def offices_for(session: AsyncSession, field: str, level: str, place: str = "") -> list[Office]:
    """Whom to ask about a procedure, the nearest first: those of its field, else the one-stop offices of its level.

    `place`: what the citizen called their commune; communes are told only where one is meant or only few are known.
    """
    own = select(Office).where(Office.fields.contains([field])) if field else None
    for query in (own, _one_stop(level, place)):
        if query is not None:
            found = list(await session.scalars(query.order_by(Office.sort_key, Office.id).limit(MOST_TOLD)))
            if found:
                return found
    any_province = select(Office).where(Office.level == "province", func.jsonb_array_length(Office.fields) == 0)
    return list(await session.scalars(any_province.order_by(Office.sort_key).limit(1)))


def _one_stop(level: str, place: str) -> Select[Office]:
    query = select(Office).where(func.jsonb_array_length(Office.fields) == 0)
    if OF_COMMUNES not in level.lower():
        return query.where(Office.level == "province")
    query = query.where(Office.level == "commune")
    return query.where(Office.folded.contains(fold(place), autoescape=True)) if place.strip() else query


def _matching(wanted: OfficeFilter) -> Select[Office]:
    query = select(Office)
    if wanted.level:
        query = query.where(Office.level == wanted.level)
    for word in fold(wanted.q).split()[:12]:
        query = query.where(Office.folded.contains(word, autoescape=True))
    return query
