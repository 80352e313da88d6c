from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Request
from starlette.responses import RedirectResponse, Response

from governance.notification import queries, service
from governance.notification.api import Acting, Wanted, wish_read
from governance.notification.schemas import WishUpdate
from governance.notification.tables import Notification
from governance.notification.topics import CHOICES, TOPICS
from governance.notification.words import told
from kit.clock import Now
from kit.db import Session
from kit.web import Submission, blank, is_partial, redirect, render, submitted, translator

router = APIRouter(prefix="/governance/notifications", tags=["notification-page"], include_in_schema=False)
HOME = "/governance/notifications"
IN_BELL = 8


@router.get("")
async def show_list(request: Request, wanted: Wanted, session: Session, acting: Acting) -> Response:
    page = await queries.list_notifications(session, acting.person_id, wanted)
    unread = await queries.count_unread(session, acting.person_id)
    return render(
        request, "notification/list.html", block="rows", page=page, wanted=wanted, unread=unread, told=_teller(request)
    )


@router.get("/bell")
async def show_bell(request: Request, session: Session, acting: Acting) -> Response:
    """The part that every page of every platform asks for; opened as a page it is the list."""
    if not is_partial(request):
        return RedirectResponse(f"{HOME}?unread=true", 303)
    unread = await queries.count_unread(session, acting.person_id)
    newest = await queries.newest(session, acting.person_id, IN_BELL)
    headers = {"Cache-Control": "no-store"}
    given: dict[str, Any] = {"unread": unread, "newest": newest, "told": _teller(request)}
    return render(request, "notification/bell.html", block="bell", headers=headers, **given)


@router.get("/wishes")
async def show_wishes(request: Request, session: Session, acting: Acting) -> Response:
    return _wishes(request, blank(request, wish_read(await queries.get_wish(session, acting.person_id))))


@router.post("/wishes")
async def wish(request: Request, session: Session, acting: Acting) -> Response:
    form = await submitted(request, WishUpdate)
    saved = await form.attempt(session, lambda data: service.wish(session, acting.person_id, data))
    return _wishes(request, form) if saved is None else redirect(request, HOME, "notifications.wishes_saved")


@router.post("/read")
async def mark_all_read(
    request: Request, session: Session, acting: Acting, now: Now, upto: Annotated[UUID | None, Form()] = None
) -> Response:
    done = await service.mark_all_read(session, acting.person_id, now, upto)
    return redirect(request, HOME, "notifications.all_read", count=done)


@router.post("/{notification_id:uuid}/read")
async def mark_read(request: Request, notification_id: UUID, session: Session, acting: Acting, now: Now) -> Response:
    await service.mark_read(session, acting.person_id, notification_id, now)
    return redirect(request, HOME)


@router.get("/{notification_id:uuid}")
async def follow(notification_id: UUID, session: Session, acting: Acting, now: Now) -> Response:
    """To the page that it is about; by that it is read."""
    found = await queries.get_notification(session, acting.person_id, notification_id)
    await service.mark_read(session, acting.person_id, notification_id, now)
    return RedirectResponse(found.path, 303)


def _wishes(request: Request, form: Submission[Any]) -> Response:
    given: dict[str, Any] = {"form_data": form, "topics": TOPICS, "choices": CHOICES}
    return render(request, "notification/wishes.html", status=form.status, **given)


def _teller(request: Request) -> Any:
    reader = translator(request)

    def tell(one: Notification) -> str:
        return told(reader, one)

    return tell
