"""What a guest from outside sees before and after the meeting; the meeting itself is the room page."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from kit.asker import asker
from kit.auth import Caller, public
from kit.clock import Now
from kit.db import Session
from kit.web import Submission, blank, redirect, render, submitted
from meetings.guest import rate, service
from meetings.guest.link import DOOR
from meetings.guest.proof import Proof, cookie_of, sign, vault_of
from meetings.guest.queries import Guest, find_guest
from meetings.participant.schemas import AnswerGiven
from meetings.participant.service import give_answer

router = APIRouter(prefix="/meetings", tags=["guest-page"], include_in_schema=False)
Visitor = Annotated[Caller | None, public()]
# The link is told to nobody else; with "no-referrer" a browser would not say either where the PIN is sent from.
NO_STORE = {"Cache-Control": "no-store", "Referrer-Policy": "same-origin"}


@router.get("/guest/{token}")
async def show_door(request: Request, token: str, session: Session, caller: Visitor, now: Now) -> Response:
    await _charge(request)
    if caller:
        return render(request, "guest/own_seat.html", headers=NO_STORE)
    return _door(request, token, await service.known(session, token, now), blank(request))


@router.post("/guest/{token}")
async def enter(
    request: Request, token: str, session: Session, caller: Visitor, now: Now, pin: Annotated[str, Form()] = ""
) -> Response:
    await _charge(request)
    if caller:
        return render(request, "guest/own_seat.html", headers=NO_STORE)
    guest = await service.known(session, token, now)
    proof = await service.enter(session, request.app.state.settings, guest, pin[:20], now)
    if proof is None:
        return _door(request, token, guest, blank(request), wrong=True)
    return _let_in(request, guest[2].id, proof, seconds=int((proof.ends_at - now).total_seconds()))


@router.post("/guest/{token}/answer", dependencies=[public()])
async def answer(request: Request, token: str, session: Session, now: Now) -> Response:
    await _charge(request)
    guest = await service.known(session, token, now)
    form = await submitted(request, AnswerGiven)
    if await form.attempt(session, lambda data: give_answer(session, guest[1], data, now)):
        return redirect(request, f"{DOOR}{token}", "guest.answered")
    return _door(request, token, guest, form)


@router.get("/{meeting_id:uuid}/left", dependencies=[public()])
async def show_left(request: Request, meeting_id: UUID, session: Session, now: Now) -> Response:
    seated = await find_guest(session, request.app.state.settings, request.cookies, meeting_id, now)
    return render(request, "guest/left.html", headers=NO_STORE, meeting=seated[0].meeting if seated else None)


def _door(request: Request, token: str, guest: Guest, form: Submission[Any], *, wrong: bool = False) -> Response:
    """The link is enough to answer: it lies in the guest's own mail. What the meeting is about takes the PIN."""
    _, participant, meeting = guest
    known: dict[str, Any] = {"token": token, "wrong": wrong, "form_data": form, "answers": meeting.state == "planned"}
    status = 422 if wrong else form.status
    return render(request, "guest/door.html", status=status, headers=NO_STORE, participant=participant, **known)


def _let_in(request: Request, meeting_id: UUID, proof: Proof, *, seconds: int) -> Response:
    settings = request.app.state.settings
    response = RedirectResponse(f"/meetings/{meeting_id}/room", 303)
    response.set_cookie(
        cookie_of(meeting_id),
        sign(settings, proof),
        max_age=seconds,
        path=f"/meetings/{meeting_id}",
        httponly=True,
        samesite="lax",
        secure=settings.origin.startswith("https://"),
    )
    return response


async def _charge(request: Request) -> None:
    """An address is counted, not kept."""
    await rate.charge(request.app.state.redis, vault_of(request.app.state.settings).fingerprint(asker(request)))
