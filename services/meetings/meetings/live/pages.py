from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from kit.auth import Caller, public
from kit.clock import Now
from kit.db import Session
from kit.errors import Denied, Unauthenticated
from kit.web import Translator, render, translator
from meetings.guest.errors import LinkInvalid
from meetings.guest.proof import cookie_of
from meetings.guest.queries import find_guest
from meetings.meeting.seat import Seat, find_seat
from meetings.participant.tables import ROLES

router = APIRouter(prefix="/meetings", tags=["live-page"], include_in_schema=False)
WORDS = (
    "not_open",
    "waiting_you",
    "too_many",
    "others_apart",
    "silenced",
    "unsilenced",
    "reconnecting",
    "video_lost",
    "speaking",
    "hand_up",
)
ACTS = ("give_floor", "take_floor", "silence", "unsilence", "to_lobby", "remove", "admit", "refuse", "readmit")
OVER = ("ended", "over", "early", "refused", "replaced", "session")
DEVICES = ("NotAllowedError", "NotFoundError", "NotReadableError", "other")
ERRORS = ("not-conducting", "meeting-too-many-messages", "other")


@router.get("/{meeting_id:uuid}/room")
async def show_room(
    request: Request, meeting_id: UUID, session: Session, caller: Annotated[Caller | None, public()], now: Now
) -> Response:
    """For who signed in and for guests, whom a cookie of ours proves."""
    seat = await _seat(request, meeting_id, session, caller, now)
    return render(
        request,
        "live/room.html",
        meeting=seat.meeting,
        me=seat.present,
        conducts=seat.conducts,
        texts=_texts(translator(request)),
        home=f"/meetings/meetings/{meeting_id}" if caller else f"/meetings/{meeting_id}/left",
        socket=f"/meetings/{meeting_id}/socket",
        sfu=request.app.state.settings.video == "livekit",
    )


async def _seat(request: Request, meeting_id: UUID, session: Session, caller: Caller | None, now: datetime) -> Seat:
    if caller is not None:
        if "meetings:read" not in caller.scopes:
            raise Denied("scope-missing", scopes="meetings:read")
        return await find_seat(session, caller, meeting_id)
    found = await find_guest(session, request.app.state.settings, request.cookies, meeting_id, now)
    if found is None:
        raise LinkInvalid if cookie_of(meeting_id) in request.cookies else Unauthenticated
    return found[0]


def _texts(reader: Translator) -> dict[str, Any]:
    """What the browser says by itself."""

    def some(prefix: str, names: tuple[str, ...]) -> dict[str, str]:
        return {name: reader.t(f"room.{prefix}{name}") for name in names}

    return {
        **some("", WORDS),
        "acts": some("act_", ACTS),
        "over": some("over_", OVER),
        "devices": some("device_", DEVICES),
        "errors": some("error_", ERRORS),
        "roles": {role: reader.t(f"meeting.role_{role}") for role in ROLES},
    }
