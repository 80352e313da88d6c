"""Mails of notifications: what came together for a person is one mail, and a while passes before the next.

Whoever gets 300 tasks at once gets one mail with the first of them and how many there are. A day's digest goes out
after DIGEST_HOUR. What was read in the meantime is not mailed.
"""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from uuid import UUID

from fastapi import FastAPI
from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from governance.notification.tables import Notification, NotificationMailing
from governance.notification.words import told
from governance.organisation.tables import Person
from kit import mail
from kit.clock import ZONE
from kit.mail.composing import ADDRESS

GATHERED = timedelta(seconds=20)
"""So long a mail waits for what else comes."""
APART = timedelta(minutes=10)
DIGEST_HOUR = time(7, tzinfo=ZONE)
LASTING = timedelta(days=2)
AT_ONCE = 50
"""Persons written to in one round."""
NAMED = 10
"""Notifications told in one mail; of the rest only how many."""
WAITING = and_(Notification.mail != "", Notification.mailed_at.is_(None), Notification.read_at.is_(None))


async def write_due(session: AsyncSession, app: FastAPI, now: datetime) -> int:
    """Mails to persons for whom something is due; how many persons that were."""
    people = await _people_due(session, now)
    for person in people:
        await _write(session, app, person, now)
    return len(people)


def _due(now: datetime) -> ColumnElement[bool]:
    """At once: what waited long enough for a person who was not written to just now. Digest: of before this morning."""
    local = now.astimezone(ZONE)
    morning = datetime.combine(local.date(), DIGEST_HOUR)
    if local < morning:
        morning -= timedelta(days=1)
    rested = or_(NotificationMailing.mailed_at.is_(None), NotificationMailing.mailed_at <= now - APART)
    at_once = and_(Notification.mail == "at_once", Notification.created_at <= now - GATHERED, rested)
    return or_(at_once, and_(Notification.mail == "digest", Notification.created_at <= morning))


async def _people_due(session: AsyncSession, now: datetime) -> Sequence[Person]:
    due = select(Notification.person_id).where(WAITING, _due(now))
    due = due.outerjoin(NotificationMailing, NotificationMailing.person_id == Notification.person_id)
    query = select(Person).where(Person.id.in_(due)).order_by(Person.id).limit(AT_ONCE)
    return (await session.scalars(query)).all()


async def _write(session: AsyncSession, app: FastAPI, person: Person, now: datetime) -> None:
    """Takes along whatever else waits for the person; whoever has no address is not written to."""
    mine = and_(WAITING, Notification.person_id == person.id)
    count = await session.scalar(select(func.count()).where(mine)) or 0
    newest = (
        await session.scalars(select(Notification).where(mine).order_by(Notification.id.desc()).limit(NAMED))
    ).all()
    await session.execute(
        update(Notification).where(mine).values(mailed_at=now).execution_options(synchronize_session=False)
    )
    await _note(session, person.id, now)
    if not ADDRESS.fullmatch(person.email):
        return
    reader, origin = app.state.translations.translator(person.language), app.state.settings.origin
    items = [(told(reader, one), f"{origin}/governance/notifications/{one.id}") for one in newest]
    await mail.write(
        session,
        app,
        "notification/mail/news",
        to=person.email,
        subject="notifications.mail_subject" if count > 1 else "notifications.mail_subject_one",
        language=person.language,
        now=now,
        lasting=LASTING,
        name=person.name,
        items=items,
        first=items[0][0],
        count=count,
        more=count - len(items),
        page=f"{origin}/governance/notifications?unread=true",
        wishes=f"{origin}/governance/notifications/wishes",
    )


async def _note(session: AsyncSession, person_id: UUID, now: datetime) -> None:
    row = insert(NotificationMailing).values(person_id=person_id, mailed_at=now)
    await session.execute(row.on_conflict_do_update(index_elements=["person_id"], set_={"mailed_at": now}))
