"""Frequent questions are kept by those who keep the knowledge."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from assistant_citizen.faq.queries import find_procedure, get_faq
from assistant_citizen.faq.schemas import FaqUpdate, FaqWrite
from assistant_citizen.faq.tables import Faq
from kit.editing import expect
from kit.errors import Invalid
from kit.text import fold, sort_key


async def add(session: AsyncSession, data: FaqWrite, now: datetime) -> Faq:
    faq = Faq(**await _facts(session, data), updated_at=now)
    index(faq)
    session.add(faq)
    await session.flush()
    return faq


async def change(session: AsyncSession, faq_id: UUID, data: FaqUpdate, now: datetime) -> Faq:
    faq = await get_faq(session, faq_id)
    facts = await _facts(session, data)
    expect(faq, data.version, facts)
    changed = {name: value for name, value in facts.items() if getattr(faq, name) != value}
    for name, value in changed.items():
        setattr(faq, name, value)
    if changed:
        faq.updated_at = now
        index(faq)
        await session.flush()
    return faq


async def remove(session: AsyncSession, faq_id: UUID, version: int) -> None:
    faq = await get_faq(session, faq_id)
    expect(faq, version)
    await session.execute(delete(Faq).where(Faq.id == faq_id))


def index(faq: Faq) -> None:
    faq.folded = fold(f"{faq.question} {faq.wordings} {faq.answer} {faq.field}")
    faq.sort_key = sort_key(faq.question)


async def _facts(session: AsyncSession, data: FaqWrite) -> dict[str, object]:
    facts = data.model_dump(exclude={"version", "procedure_code"})
    procedure = await find_procedure(session, data.procedure_code) if data.procedure_code else None
    if data.procedure_code and procedure is None:
        raise Invalid(errors=[{"field": "procedure_code", "message": "faq.wrong.procedure"}])
    return facts | {"procedure_id": procedure.id if procedure else None}
