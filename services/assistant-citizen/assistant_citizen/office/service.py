"""Offices are kept by those who keep the knowledge."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from assistant_citizen.office.errors import OfficeCodeTaken
from assistant_citizen.office.queries import get_office
from assistant_citizen.office.schemas import OfficeUpdate, OfficeWrite
from assistant_citizen.office.tables import Office
from kit.editing import edit, expect, unless_taken
from kit.text import fold, sort_key


async def add(session: AsyncSession, data: OfficeWrite, now: datetime) -> Office:
    office = Office(**data.model_dump(), updated_at=now)
    index(office)
    async with unless_taken(session, OfficeCodeTaken()):
        session.add(office)
    return office


async def change(session: AsyncSession, code: str, data: OfficeUpdate, now: datetime) -> Office:
    office = await get_office(session, code)
    if edit(office, data):
        office.updated_at = now
        index(office)
        async with unless_taken(session, OfficeCodeTaken()):
            await session.flush()
    return office


async def remove(session: AsyncSession, code: str, version: int) -> UUID:
    office = await get_office(session, code)
    expect(office, version)
    await session.execute(delete(Office).where(Office.id == office.id))
    return office.id


def index(office: Office) -> None:
    office.folded = fold(f"{office.name} {office.area} {office.address} {office.code}")
    office.sort_key = sort_key(office.name)
