from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from governance.calendar.errors import HolidayTaken
from governance.calendar.queries import get_holiday
from governance.calendar.schemas import HolidayCreate, HolidayUpdate
from governance.calendar.statutory import statutory
from governance.calendar.tables import Holiday, HolidayYear
from kit.editing import edit, expect, unless_taken


async def write_year(session: AsyncSession, year: int, now: datetime) -> bool:
    """Puts the statutory days of a year into the table, once; whether it did. What people wrote before stays."""
    once = insert(HolidayYear).values(year=year, written_at=now).on_conflict_do_nothing()
    if await session.scalar(once.returning(HolidayYear.year)) is None:
        return False
    rows = [{"day": one.day, "kind": one.kind, "name": one.name, "source": one.basis} for one in statutory(year)]
    if rows:
        await session.execute(insert(Holiday).on_conflict_do_nothing(), rows)
    return True


async def name_basis(session: AsyncSession, year: int) -> None:
    """Days written while only the library that computed them was named get their legal basis; people's words stay."""
    written = (await session.scalars(select(Holiday).where(Holiday.day.between(*_ends(year)), _by_library()))).all()
    basis = {one.day: one.basis for one in statutory(year)} if written else {}
    for one in written:
        one.source = basis.get(one.day, one.source)


def _ends(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


def _by_library() -> ColumnElement[bool]:
    return Holiday.source.regexp_match(r"^holidays [0-9.]+$")


async def add(session: AsyncSession, data: HolidayCreate) -> Holiday:
    holiday = Holiday(**data.model_dump())
    async with unless_taken(session, HolidayTaken()):
        session.add(holiday)
    return holiday


async def change(session: AsyncSession, holiday_id: UUID, data: HolidayUpdate) -> Holiday:
    holiday = await get_holiday(session, holiday_id)
    edit(holiday, data)
    await session.flush()
    return holiday


async def remove(session: AsyncSession, holiday_id: UUID, version: int) -> None:
    """The day is then what its weekday says."""
    holiday = await get_holiday(session, holiday_id)
    expect(holiday, version)
    await session.delete(holiday)
    await session.flush()
