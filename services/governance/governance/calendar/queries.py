from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import extract, select
from sqlalchemy.ext.asyncio import AsyncSession

from governance.calendar.errors import HolidayNotFound
from governance.calendar.statutory import statutory
from governance.calendar.tables import Holiday, HolidayYear
from governance.calendar.working import Holidays

AROUND = timedelta(days=730)


async def get_holiday(session: AsyncSession, holiday_id: UUID) -> Holiday:
    holiday = await session.get(Holiday, holiday_id)
    if holiday is None:
        raise HolidayNotFound
    return holiday


async def list_holidays(session: AsyncSession, year: int) -> Sequence[Holiday]:
    found = select(Holiday).where(extract("year", Holiday.day) == year).order_by(Holiday.day)
    return (await session.scalars(found)).all()


async def holidays_of(session: AsyncSession, first: date, last: date) -> Holidays:
    """What differs from plain weeks in the years of these days; of years nobody wrote down, what the law says."""
    years = range(first.year, last.year + 1)
    start, end = date(first.year, 1, 1), date(last.year, 12, 31)
    rows = await session.execute(select(Holiday.day, Holiday.kind).where(Holiday.day.between(start, end)))
    written = set(await session.scalars(select(HolidayYear.year).where(HolidayYear.year.in_(years))))
    days: dict[date, str] = {day: kind for day, kind in rows}  # noqa: C416 - rows are no pairs to mypy
    for year in set(years) - written:
        days = {one.day: one.kind for one in statutory(year)} | days
    off, worked = ([day for day, kind in days.items() if kind == wanted] for wanted in ("off", "worked"))
    return Holidays.of(off, worked)


async def holidays_around(session: AsyncSession, today: date) -> Holidays:
    """For deadlines: two years back and ahead."""
    return await holidays_of(session, today - AROUND, today + AROUND)
