from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import Response

from governance.calendar import queries, service
from governance.calendar.api import READ, WRITE
from governance.calendar.schemas import HolidayCreate, HolidayRead, HolidayUpdate, YearFilter
from governance.calendar.statutory import COMPUTED_BY
from governance.calendar.tables import Holiday
from kit.clock import Now, local_day
from kit.db import Session
from kit.web import Submission, blank, csv_file, redirect, render, submitted, translator

router = APIRouter(prefix="/governance", tags=["calendar-page"], include_in_schema=False)
HOME = "/governance/calendar"
COLUMNS = ("day", "kind", "name", "source", "verified")
Wanted = Annotated[YearFilter, Query()]


@router.get("/calendar", dependencies=READ)
async def show_year(request: Request, wanted: Wanted, session: Session, now: Now) -> Response:
    return await _year(request, session, wanted.year or local_day(now).year, blank(request, kind="off"))


@router.get("/calendar.csv", dependencies=READ)
async def export(request: Request, wanted: Wanted, session: Session, now: Now) -> Response:
    days = await queries.list_holidays(session, wanted.year or local_day(now).year)
    t = translator(request).t
    return csv_file("holidays.csv", [t(f"calendar.{name}") for name in COLUMNS], _rows(days))


@router.post("/calendar", dependencies=WRITE)
async def add(request: Request, session: Session, now: Now) -> Response:
    form = await submitted(request, HolidayCreate)
    day = await form.attempt(session, lambda data: service.add(session, data))
    if day is None:
        return await _year(request, session, local_day(now).year, form)
    return redirect(request, f"{HOME}?year={day.day.year}", "calendar.added", day=day.day)


@router.get("/calendar/{holiday_id:uuid}", dependencies=WRITE)
async def show_edit(request: Request, holiday_id: UUID, session: Session) -> Response:
    day = await queries.get_holiday(session, holiday_id)
    return _form(request, day, blank(request, HolidayRead.model_validate(day)))


@router.post("/calendar/{holiday_id:uuid}", dependencies=WRITE)
async def change(request: Request, holiday_id: UUID, session: Session) -> Response:
    form = await submitted(request, HolidayUpdate)
    day = await form.attempt(session, lambda data: service.change(session, holiday_id, data))
    if day is None:
        return _form(request, await queries.get_holiday(session, holiday_id), form)
    return redirect(request, f"{HOME}?year={day.day.year}", "calendar.saved", day=day.day)


@router.post("/calendar/{holiday_id:uuid}/remove", dependencies=WRITE)
async def remove(request: Request, holiday_id: UUID, version: Annotated[int, Form()], session: Session) -> Response:
    day = (await queries.get_holiday(session, holiday_id)).day
    await service.remove(session, holiday_id, version)
    return redirect(request, f"{HOME}?year={day.year}", "calendar.removed", day=day)


async def _year(request: Request, session: Session, year: int, form: Submission[Any]) -> Response:
    days = await queries.list_holidays(session, year)
    shown: dict[str, Any] = {"days": days, "year": year, "computed_by": COMPUTED_BY}
    return render(request, "calendar/year.html", status=form.status, form_data=form, **shown)


def _form(request: Request, day: Holiday, form: Submission[Any]) -> Response:
    return render(request, "calendar/form.html", status=form.status, day_off=day, form_data=form)


def _rows(days: Sequence[Holiday]) -> list[tuple[object, ...]]:
    return [(one.day, one.kind, one.name, one.source, one.verified) for one in days]
