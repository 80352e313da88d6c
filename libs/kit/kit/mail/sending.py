"""Sends what is due, one mail a transaction: tried again ever later, given up after a day or eight tries."""

import logging
from datetime import datetime, timedelta
from time import monotonic

import aiosmtplib
from fastapi import FastAPI
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from kit.db import Database
from kit.jobs import every
from kit.mail.relay import RefusedForGood, Relay, message_of
from kit.mail.tables import Mail
from kit.settings import Settings

AT_ONCE, ROUND_SECONDS = 50, 20
MOST_TRIES = 8
FIRST_DELAY, LONGEST_DELAY = timedelta(seconds=30), timedelta(hours=2)
KEPT = timedelta(days=30)
log = logging.getLogger(__name__)


WAITING = select(Mail).where(Mail.sent_at.is_(None), Mail.given_up_at.is_(None))


@every(timedelta(seconds=2), name="send-mail", when=WAITING)
async def deliver(_: AsyncSession, app: FastAPI) -> None:
    await send_due(app.state.database, app.state.settings, app.state.clock())


@every(timedelta(hours=6), name="clear-out-mail")
async def clear_out(session: AsyncSession, app: FastAPI) -> None:
    """That there was a mail is kept for a month, to answer who asks for it."""
    await session.execute(delete(Mail).where(Mail.created_at < app.state.clock() - KEPT))


async def send_due(database: Database, settings: Settings, now: datetime) -> int:
    """How many mails were looked at. A server that cannot be reached ends the round."""
    relay = Relay.of(settings.smtp_url)
    end = monotonic() + ROUND_SECONDS
    for done in range(AT_ONCE):
        if monotonic() > end:
            return done
        async with database.session() as session:
            mail = await _next(session, now)
            if mail is None:
                return done
            reachable = await _try(mail, relay, settings, now)
        if not reachable:
            return done + 1
    return AT_ONCE


async def _next(session: AsyncSession, now: datetime) -> Mail | None:
    due = WAITING.where(Mail.due_at <= now).order_by(Mail.due_at).limit(1)
    return await session.scalar(due.with_for_update(skip_locked=True))


async def _try(mail: Mail, relay: Relay, settings: Settings, now: datetime) -> bool:
    """Whether the server could be reached."""
    if mail.expires_at <= now:
        _give_up(mail, "expired", now)
        return True
    mail.tries += 1
    try:
        await relay.send(message_of(mail, settings))
    except RefusedForGood:
        _give_up(mail, "refused", now)
    except (aiosmtplib.SMTPException, OSError, ValueError) as error:
        _postpone(mail, error, now)
        return not isinstance(error, aiosmtplib.SMTPConnectError | aiosmtplib.SMTPTimeoutError | OSError)
    else:
        mail.sent_at, mail.last_error = now, ""
        _erase(mail)
    return True


def _postpone(mail: Mail, error: Exception, now: datetime) -> None:
    """Only the kind of error is kept: servers repeat addresses in their words."""
    mail.last_error = type(error).__name__
    if mail.tries >= MOST_TRIES:
        _give_up(mail, mail.last_error, now)
    else:
        mail.due_at = now + min(FIRST_DELAY * 3 ** (mail.tries - 1), LONGEST_DELAY)


def _give_up(mail: Mail, reason: str, now: datetime) -> None:
    log.error("mail given up", extra={"mail": str(mail.id), "reason": reason})
    mail.given_up_at, mail.last_error = now, reason
    _erase(mail)


def _erase(mail: Mail) -> None:
    mail.subject = mail.plain = mail.html = mail.calendar = ""
