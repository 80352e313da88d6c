from datetime import timedelta

from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from governance.notification.mailing import write_due
from governance.notification.service import KEPT_DAYS, KEPT_READ_DAYS, forget_old
from kit.jobs import every


@every(timedelta(seconds=10), name="write-notification-mail")
async def write_mail(session: AsyncSession, app: FastAPI) -> None:
    await write_due(session, app, app.state.clock())


@every(timedelta(hours=6), name="forget-old-notifications")
async def forget_old_notifications(session: AsyncSession, app: FastAPI) -> None:
    now = app.state.clock()
    await forget_old(session, now - timedelta(days=KEPT_READ_DAYS), now - timedelta(days=KEPT_DAYS))
