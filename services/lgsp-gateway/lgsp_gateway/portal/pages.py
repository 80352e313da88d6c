"""The first page of the whole, and the stream that keeps pages up to date."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Header, Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response, StreamingResponse

from kit.auth import Caller, public, requires
from kit.clock import Now, local_day
from kit.contracts.lgsp_gateway import ExchangesSummarised
from kit.db import Session
from kit.web import render
from kit.web.navigation import visible
from lgsp_gateway.portal.naming import with_names
from lgsp_gateway.portal.queries import count_connected, health_by_service, latest_items
from lgsp_gateway.portal.stream import Stream
from lgsp_gateway.portal.telling import TOLD

router = APIRouter(tags=["portal"], include_in_schema=False)
SignedIn = Annotated[Caller, requires()]
FEED_TOPICS = " ".join([*sorted(event.topic for event in TOLD), ExchangesSummarised.topic, "platform-health"])
STREAM_HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
ROBOTS = "User-agent: *\nAllow: /$\nDisallow: /\n"


@router.get("/")
async def home(request: Request, caller: Annotated[Caller | None, public()], session: Session, now: Now) -> Response:
    if caller is None:
        return render(request, "portal/welcome.html")
    return await _portal(request, caller, session, now, "content")


@router.get("/feed")
async def feed(request: Request, caller: SignedIn, session: Session, now: Now) -> Response:
    return await _portal(request, caller, session, now, "feed")


@router.get("/platforms")
async def platforms(request: Request, caller: SignedIn, session: Session, now: Now) -> Response:
    return await _portal(request, caller, session, now, "platforms")


async def _portal(request: Request, caller: Caller, session: Session, now: datetime, block: str) -> Response:
    context: dict[str, Any] = {
        "items": await with_names(session, await latest_items(session, caller)),
        "health": await health_by_service(session),
        "counts": await count_connected(session, local_day(now)),
        "topics": FEED_TOPICS,
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
