"""The first page of the whole, and the stream that keeps pages up to date."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response, StreamingResponse

from kit.auth import Caller, public, requires
from kit.clock import Now, local_day
from kit.contracts.governance import NotificationAdded
from kit.contracts.lgsp_gateway import ExchangesSummarised
from kit.db import Session
from kit.events import Event
from kit.web import render
from kit.web.navigation import visible
from lgsp_gateway.portal.gathering import gather_day
from lgsp_gateway.portal.queries import count_connected, health_by_service
from lgsp_gateway.portal.stream import Stream
from lgsp_gateway.portal.tables import HEALTH, STIRRED
from lgsp_gateway.portal.telling import TOLD

router = APIRouter(tags=["portal"], include_in_schema=False)
SignedIn = Annotated[Caller, requires()]
HEARD: tuple[type[Event], ...] = (*TOLD, ExchangesSummarised, NotificationAdded)
TOPICS = " ".join([*sorted(event.topic for event in HEARD), HEALTH, STIRRED])
"""What makes the first page ask anew."""
STREAM_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
ROBOTS = "User-agent: *\nAllow: /$\nDisallow: /\n"


@router.get("/")
async def home(request: Request, caller: Annotated[Caller | None, public()], session: Session, now: Now) -> Response:
    """Nothing on it waits for another platform: what they have to say loads by itself."""
    if caller is None:
        return render(request, "portal/welcome.html")
    return await _portal(request, caller, session, now, "content")


@router.get("/platforms")
async def platforms(request: Request, caller: SignedIn, session: Session, now: Now) -> Response:
    return await _portal(request, caller, session, now, "platforms")


@router.get("/today")
async def today(request: Request, caller: SignedIn, now: Now, patient: bool = False) -> Response:
    """What needs the caller over all platforms, and what just happened. `patient`: waits for those that are slow."""
    day = await gather_day(request, caller, now, patient=patient)
    facts: dict[str, Any] = {"day": day, "today": local_day(now), "patient": patient}
    return render(request, "portal/today.html", block="today", headers={"Cache-Control": "no-store"}, **facts)


async def _portal(request: Request, caller: Caller, session: Session, now: datetime, block: str) -> Response:
    context: dict[str, Any] = {
        "health": await health_by_service(session),
        "counts": await count_connected(session, local_day(now)) if "members:read" in caller.scopes else None,
        "topics": TOPICS,
    }
    return render(request, "portal/home.html", block=block, **context)


@router.get("/events")
async def events(
    request: Request, caller: SignedIn, last_event_id: Annotated[str, Header(max_length=18)] = ""
) -> Response:
    stream: Stream = request.app.state.stream
    stream.check_room()
    place = int(last_event_id) if last_event_id.isdecimal() else None
    return StreamingResponse(stream.listen(caller, place), media_type="text/event-stream", headers=STREAM_HEADERS)


@router.get("/lgsp-gateway/")
async def gateway_home(request: Request, caller: SignedIn) -> Response:
    """The first section the caller may see."""
    sections = visible(request.app.state.sections, caller)
    return RedirectResponse(sections[0].path if sections else "/", status_code=303)


@router.get("/robots.txt", dependencies=[public()])
async def robots() -> PlainTextResponse:
    return PlainTextResponse(ROBOTS)


@router.get("/favicon.ico", dependencies=[public()])
async def favicon(request: Request) -> RedirectResponse:
    suffix = Path(request.app.state.settings.province.logo).suffix or ".svg"
    return RedirectResponse(request.app.state.assets.url(f"logo{suffix}"))
