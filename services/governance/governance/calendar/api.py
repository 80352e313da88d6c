from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from governance.calendar import queries, service
from governance.calendar.schemas import Day, HolidayCreate, HolidayRead, HolidayUpdate, WorkingDays, YearFilter
from governance.calendar.tables import Holiday
from governance.calendar.working import add_working_days
from kit.auth import requires
from kit.clock import Now, local_day
from kit.db import Session

router = APIRouter(prefix="/governance/api/v1/holidays", tags=["calendar"])
READ, WRITE = [requires()], [requires("organisation:write")]
Count = Annotated[int, Query(ge=-500, le=500)]


@router.get("", dependencies=READ, response_model=list[HolidayRead])
async def list_holidays(wanted: Annotated[YearFilter, Query()], session: Session, now: Now) -> Sequence[Holiday]:
    return await queries.list_holidays(session, wanted.year or local_day(now).year)


@router.post("", dependencies=WRITE, status_code=201)
async def add(data: HolidayCreate, session: Session) -> HolidayRead:
    return HolidayRead.model_validate(await service.add(session, data))


@router.get("/working-days", dependencies=READ)
async def count_working_days(count: Count, session: Session, now: Now, start: Day | None = None) -> WorkingDays:
    """The day that is so many working days after `start`, which is today unless it is given."""
    begin = start or local_day(now)
    to = add_working_days(begin, count, await queries.holidays_around(session, begin))
    return WorkingDays(start=begin, count=count, to=to)


@router.put("/{holiday_id}", dependencies=WRITE)
async def change(holiday_id: UUID, data: HolidayUpdate, session: Session) -> HolidayRead:
    return HolidayRead.model_validate(await service.change(session, holiday_id, data))


@router.delete("/{holiday_id}", dependencies=WRITE, status_code=204)
async def remove(holiday_id: UUID, version: int, session: Session) -> None:
    await service.remove(session, holiday_id, version)
