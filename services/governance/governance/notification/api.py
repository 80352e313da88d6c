from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request

from governance.notification import queries, service
from governance.notification.schemas import (
    NotificationCount,
    NotificationFilter,
    NotificationRead,
    Upto,
    WishRead,
    WishUpdate,
)
from governance.notification.tables import Notification, NotificationWish
from governance.notification.words import told
from governance.organisation.standing import Standing, standing
from kit.clock import Now
from kit.db import Session
from kit.page import Page
from kit.web import Translator, translator

router = APIRouter(prefix="/governance/api/v1/notifications", tags=["notification"])
Acting = Annotated[Standing, standing("notifications:read")]
Wanted = Annotated[NotificationFilter, Query()]


@router.get("")
async def list_notifications(
    request: Request, wanted: Wanted, session: Session, acting: Acting
) -> Page[NotificationRead]:
    page = await queries.list_notifications(session, acting.person_id, wanted)
    reader = translator(request)
    return Page(items=[_read(reader, one) for one in page.items], next=page.next)


@router.get("/count")
async def count(session: Session, acting: Acting) -> NotificationCount:
    """Of the unread ones, at most 100."""
    return NotificationCount(unread=await queries.count_unread(session, acting.person_id))


@router.post("/read")
async def mark_all_read(data: Upto, session: Session, acting: Acting, now: Now) -> NotificationCount:
    await service.mark_all_read(session, acting.person_id, now, data.upto)
    return NotificationCount(unread=await queries.count_unread(session, acting.person_id))


@router.get("/wishes")
async def get_wishes(session: Session, acting: Acting) -> WishRead:
    return wish_read(await queries.get_wish(session, acting.person_id))


@router.put("/wishes")
async def wish(data: WishUpdate, session: Session, acting: Acting) -> WishRead:
    return wish_read(await service.wish(session, acting.person_id, data))


@router.post("/{notification_id}/read", status_code=204)
async def mark_read(notification_id: UUID, session: Session, acting: Acting, now: Now) -> None:
    await service.mark_read(session, acting.person_id, notification_id, now)


def wish_read(row: NotificationWish) -> WishRead:
    return WishRead(**row.choices, version=row.version)


def _read(reader: Translator, row: Notification) -> NotificationRead:
    return NotificationRead.model_validate({**_columns(row), "text": told(reader, row)})


def _columns(row: Notification) -> dict[str, object]:
    return {name: getattr(row, name) for name in NotificationRead.model_fields if name != "text"}
