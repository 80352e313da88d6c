"""The archive's page and its export."""

from collections.abc import AsyncIterator
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from kit.agencies import agency_names
from kit.auth import Caller
from kit.db import Session
from kit.page import Page, every
from kit.web import csv_list, render, translator
from meetings.agency.tables import Agency
from meetings.archive import queries
from meetings.archive.schemas import ArchiveFilter
from meetings.meeting.api import Reader
from meetings.meeting.tables import STATES, Meeting
from meetings.minutes.record import number_of
from meetings.minutes.states import STATES as MINUTES_STATES

router = APIRouter(prefix="/meetings/archive", tags=["archive-page"], include_in_schema=False)
Wanted = Annotated[ArchiveFilter, Query()]


@router.get("")
async def show(request: Request, wanted: Wanted, session: Session, caller: Reader) -> Response:
    newest_first = wanted if wanted.sort else wanted.model_copy(update={"sort": "-starts"})
    page = await queries.search_meetings(session, caller, newest_first)
    facts: dict[str, Any] = {
        "agencies": await agency_names(session, Agency),
        "minutes": await queries.minutes_of(session, page),
    }
    choices: dict[str, Any] = {"states": STATES, "minutes_states": MINUTES_STATES, "number_of": number_of}
    return render(request, "archive/list.html", block="rows", page=page, **facts, **choices)


@router.get(".csv")
async def export(request: Request, wanted: Wanted, caller: Reader) -> Response:
    t = translator(request).t
    header = [t(f"archive.{name}") for name in ("name", "agency", "starts_at", "ends_at", "state")]
    return await csv_list("meetings.csv", header, _rows(request, wanted, caller))


async def _rows(request: Request, wanted: ArchiveFilter, caller: Caller) -> AsyncIterator[list[Any]]:
    t = translator(request).t

    async def read(session: AsyncSession, part: ArchiveFilter) -> Page[Meeting]:
        return await queries.search_meetings(session, caller, part)

    async for one in every(request.app.state.database, read, wanted):
        yield [one.title, one.agency, one.starts_at, one.ends_at, t(f"meeting.state_{one.state}")]
