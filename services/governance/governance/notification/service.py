"""Telling people, and what they do with what they are told."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic_core import to_jsonable_python
from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from governance.notification.errors import NotificationNotFound
from governance.notification.queries import get_wish
from governance.notification.schemas import WishUpdate
from governance.notification.tables import Notification, NotificationWish
from governance.notification.topics import mail_of
from governance.organisation.tables import Person
from kit.contracts.governance import NotificationAdded
from kit.editing import expect, unless_taken
from kit.errors import StaleEdit
from kit.outbox import emit

KEPT_READ_DAYS, KEPT_DAYS = 90, 365


async def notify(
    session: AsyncSession, people: Iterable[UUID], kind: str, path: str, *, mail: bool = False, **values: Any
) -> None:
    """Tell each of `people`, once, with the text `notification.<kind>` filled with `values`. `mail`: it is important
    enough for a mail unless the person wants none; many at once become one mail."""
    wished = await _told_people(session, set(people))
    if not wished:
        return
    filled = to_jsonable_python(values)
    rows = [
        {
            "person_id": person,
            "kind": kind,
            "path": path,
            "values": filled,
            "mail": mail_of(kind, important=mail, choices=choices),
        }
        for person, (_, choices) in wished.items()
    ]
    added = await session.execute(insert(Notification).returning(Notification.id, Notification.person_id), rows)
    told = ((wished[person][0], number) for number, person in added)
    events = [NotificationAdded(account_id=account, notification_id=number) for account, number in told if account]
    await emit(session, *events)


async def _told_people(session: AsyncSession, people: set[UUID]) -> dict[UUID, tuple[UUID | None, dict[str, Any]]]:
    """Account and wishes of each who is known, in a steady order."""
    wishes = select(Person.id, Person.account_id, NotificationWish.choices)
    wishes = wishes.outerjoin(NotificationWish, NotificationWish.person_id == Person.id)
    rows = await session.execute(wishes.where(Person.id.in_(people)).order_by(Person.id))
    return {person: (account, choices or {}) for person, account, choices in rows}


async def mark_read(session: AsyncSession, person_id: UUID, notification_id: UUID, now: datetime) -> None:
    """NotificationNotFound for another person's."""
    own = Notification.id == notification_id, Notification.person_id == person_id
    found = await session.scalar(select(Notification).where(*own).with_for_update())
    if found is None:
        raise NotificationNotFound
    found.read_at = found.read_at or now


async def mark_all_read(session: AsyncSession, person_id: UUID, now: datetime, upto: UUID | None = None) -> int:
    """How many were unread; `upto`: the newest that was seen, so that what came meanwhile stays unread."""
    unread = update(Notification).where(Notification.person_id == person_id, Notification.read_at.is_(None))
    if upto:
        unread = unread.where(Notification.id <= upto)
    done = await session.execute(unread.values(read_at=now).returning(Notification.id))
    return len(done.all())


async def wish(session: AsyncSession, person_id: UUID, data: WishUpdate) -> NotificationWish:
    row = await get_wish(session, person_id)
    choices = data.model_dump(exclude={"version"})
    expect(row, data.version, {"choices": choices})
    row.choices = choices
    async with unless_taken(session, StaleEdit()):
        session.add(row)
    return row


async def forget_old(session: AsyncSession, read_before: datetime, before: datetime) -> None:
    await session.execute(delete(Notification).where(Notification.created_at < before))
    old = Notification.created_at < read_before, Notification.read_at.is_not(None)
    await session.execute(delete(Notification).where(*old))
