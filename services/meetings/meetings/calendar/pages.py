from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request
from starlette.responses import Response

from kit.auth import other_proof
from kit.clock import Now, local_day
from kit.db import Session
from kit.web import redirect, render, translator
from meetings.calendar import feed, queries, service
from meetings.calendar.schemas import CalendarFilter
from meetings.calendar.span import by_day, side_by_side, span_of
from meetings.meeting.api import Reader

router = APIRouter(prefix="/meetings/calendar", tags=["calendar-page"], include_in_schema=False)
FEED = "/meetings/calendar/feed"
MOST_OF_DAY, MOST_IN_CELL = 50, {"day": 0, "week": 6, "month": 3}
"""Meetings of one day that are written out; the list has the others."""
Token = Annotated[str, Path(pattern=r"^[A-Za-z0-9_-]{20,100}$")]


@router.get("")
async def show(
    request: Request, wanted: Annotated[CalendarFilter, Query()], session: Session, caller: Reader, now: Now
) -> Response:
    today = local_day(now)
    span = span_of(wanted.view, wanted.day or today)
    shown = MOST_IN_CELL[span.view]
    days = by_day(span, await queries.slots_of(session, caller, span, shown, MOST_OF_DAY))
    given: dict[str, Any] = {"span": span, "today": today, "days": days, "shown": shown}
    groups = side_by_side(days[span.chosen].entries)
    return render(request, "calendar/show.html", groups=groups, most=MOST_OF_DAY, **given)


@router.get("/feed")
async def show_feed(request: Request, session: Session, caller: Reader) -> Response:
    return render(request, "calendar/feed.html", feed=await queries.find_feed(session, caller), address="")


@router.post("/feed")
async def renew(request: Request, session: Session, caller: Reader, now: Now) -> Response:
    """The address is shown in this answer and never again: only its digest is kept."""
    token = await service.renew(session, caller, translator(request).language, now)
    address = f"{request.app.state.settings.origin}/meetings/calendar/{token}.ics"
    found = await queries.find_feed(session, caller)
    headers = {"Cache-Control": "no-store"}
    return render(request, "calendar/feed.html", headers=headers, feed=found, address=address)


@router.post("/feed/revoke")
async def revoke(request: Request, session: Session, caller: Reader) -> Response:
    await service.revoke(session, caller)
    return redirect(request, FEED, "schedule.feed_revoked")


@router.get("/{token}.ics", dependencies=[other_proof("the secret in the address")])
async def read(request: Request, token: Token, session: Session) -> Response:
    found = await queries.get_feed(session, token)
    return feed.answer(request, await feed.written(request, session, found))
