from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from assistant_citizen.faq.errors import FaqNotFound
from assistant_citizen.faq.matching import Entry
from assistant_citizen.faq.schemas import FaqFilter
from assistant_citizen.faq.tables import Faq
from assistant_citizen.procedure.tables import Procedure
from kit.page import Page, paged
from kit.text import fold, sort_key

MOST_MATCHED = 2000
KEYS = {"question": Faq.sort_key, "updated_at": Faq.updated_at}


async def list_faqs(session: AsyncSession, wanted: FaqFilter) -> Page[Faq]:
    return await paged(session, _matching(wanted), wanted, KEYS, Faq.id)


async def get_faq(session: AsyncSession, faq_id: UUID) -> Faq:
    found = await session.get(Faq, faq_id)
    if found is None:
        raise FaqNotFound
    return found


async def faq_fields(session: AsyncSession) -> list[str]:
    found = await session.scalars(select(Faq.field).distinct().limit(500))
    return sorted((one for one in found if one), key=sort_key)


async def procedures_of(session: AsyncSession, faqs: Iterable[Faq]) -> dict[UUID, Procedure]:
    """What they are about and is still offered, by id."""
    ids = {one.procedure_id for one in faqs if one.procedure_id}
    found = await session.scalars(select(Procedure).where(Procedure.id.in_(ids), ~Procedure.withdrawn))
    return {one.id: one for one in found}


async def state(session: AsyncSession) -> tuple[int, datetime | None]:
    """How many there are, and when one was changed last."""
    count, last = (await session.execute(select(func.count(), func.max(Faq.updated_at)).select_from(Faq))).one()
    return int(count), last


async def list_entries(session: AsyncSession) -> list[Entry]:
    """The ways they are asked in, of so many at most."""
    columns = (Faq.id, Faq.question, Faq.wordings, Faq.procedure_id, Faq.aspect)
    found = await session.execute(select(*columns).order_by(Faq.id).limit(MOST_MATCHED))
    return [Entry(row.id, [row.question, *row.wordings.splitlines()], row.procedure_id, row.aspect) for row in found]


async def find_procedure(session: AsyncSession, code: str) -> Procedure | None:
    return await session.scalar(select(Procedure).where(Procedure.code == code))


def _matching(wanted: FaqFilter) -> Select[Faq]:
    query = select(Faq)
    if wanted.field:
        query = query.where(Faq.field == wanted.field)
    for word in fold(wanted.q).split()[:12]:
        query = query.where(Faq.folded.contains(word, autoescape=True))
    return query
