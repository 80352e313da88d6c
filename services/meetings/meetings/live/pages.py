from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from kit.db import Session
from kit.web import Translator, render, translator
from meetings.meeting.api import Reader
from meetings.meeting.seat import find_seat
from meetings.participant.tables import ROLES

router = APIRouter(prefix="/meetings", tags=["live-page"], include_in_schema=False)
WORDS = (
    "not_open",
    "waiting_you",
    "too_many",
    "silenced",
    "unsilenced",
    "reconnecting",
    "end_confirm",
    "speaking",
    "hand_up",
)
ACTS = ("give_floor", "take_floor", "silence", "unsilence", "to_lobby", "remove", "admit", "refuse")
OVER = ("ended", "over", "early", "refused", "replaced")
DEVICES = ("NotAllowedError", "NotFoundError", "NotReadableError", "other")
ERRORS = ("not-conducting", "meeting-too-many-messages", "other")


@router.get("/{meeting_id:uuid}/room")
async def show_room(request: Request, meeting_id: UUID, session: Session, caller: Reader) -> Response:
    seat = await find_seat(session, caller, meeting_id)
    return render(
        request,
        "live/room.html",
        meeting=seat.meeting,
        me=seat.present,
        conducts=seat.conducts,
        texts=_texts(translator(request)),
        home=f"/meetings/meetings/{meeting_id}",
        socket=f"/meetings/{meeting_id}/socket",
    )


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
