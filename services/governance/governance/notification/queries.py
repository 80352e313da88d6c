from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, ScalarSelect, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from governance.notification.errors import NotificationNotFound
from governance.notification.schemas import NotificationFilter
from governance.notification.tables import Notification, NotificationWish
from kit.page import Page, paged

KEYS = {"created": Notification.id}
"""Ids are in the order of time."""
COUNTED = 100
"""More unread ones than 99 are "99+": nobody counts on."""


def _unread(person_id: UUID | BindParameter[UUID]) -> tuple[ColumnElement[bool], ...]:
    return Notification.person_id == person_id, Notification.read_at.is_(None)


async def get_notification(session: AsyncSession, person_id: UUID, notification_id: UUID) -> Notification:
    """NotificationNotFound for another person's."""
    own = Notification.id == notification_id, Notification.person_id == person_id
    found = await session.scalar(select(Notification).where(*own))
    if found is None:
        raise NotificationNotFound
    return found


async def list_notifications(session: AsyncSession, person_id: UUID, wanted: NotificationFilter) -> Page[Notification]:
    query = select(Notification).where(Notification.person_id == person_id)
    if wanted.unread:
        query = query.where(Notification.read_at.is_(None))
    return await paged(session, query, wanted, KEYS, Notification.id)


async def newest(session: AsyncSession, person_id: UUID, limit: int) -> Sequence[Notification]:
    """Unread ones, the newest first."""
    query = select(Notification).where(*_unread(person_id)).order_by(Notification.id.desc()).limit(limit)
    return (await session.scalars(query)).all()


async def latest_of(session: AsyncSession, person_id: UUID, limit: int) -> Sequence[Notification]:
    """Read or not, the newest first."""
    query = select(Notification).where(Notification.person_id == person_id).order_by(Notification.id.desc())
    return (await session.scalars(query.limit(limit))).all()


async def count_unread(session: AsyncSession, person_id: UUID) -> int:
    """At most COUNTED."""
    return await session.scalar(select(unread_of(person_id))) or 0


def unread_of(person_id: UUID | BindParameter[UUID]) -> ScalarSelect[int]:
    """The same number, for a larger statement."""
    unread = select(Notification.id).where(*_unread(person_id)).limit(COUNTED).subquery()
    return select(func.count()).select_from(unread).scalar_subquery()


async def get_wish(session: AsyncSession, person_id: UUID) -> NotificationWish:
    """A new one, as usual in all, where the person has not chosen yet."""
    found = await session.get(NotificationWish, person_id)
    return found or NotificationWish(person_id=person_id, choices={}, version=0)
