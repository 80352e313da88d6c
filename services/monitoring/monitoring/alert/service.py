"""What people do with alerts, and the work that keeps alerts in agreement with the figures."""

from datetime import datetime, timedelta
from uuid import UUID

from fastapi import FastAPI
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from kit.auth import Caller
from kit.editing import expect
from kit.jobs import every
from monitoring.alert.errors import AlertOver
from monitoring.alert.judgement import judge_alerts
from monitoring.alert.queries import get_alert
from monitoring.alert.schemas import OPEN, Acknowledge, Close
from monitoring.alert.tables import Alert, AlertEvent
from monitoring.alert.telling import tell_recovered
from monitoring.change.service import note, take, unseen
from monitoring.indicator.queries import get_indicator
from monitoring.indicator.tables import Indicator


async def acknowledge(session: AsyncSession, caller: Caller, alert_id: UUID, data: Acknowledge, now: datetime) -> Alert:
    """Somebody has seen it and takes care."""
    alert = await _open_alert(session, caller, alert_id, data.version)
    alert.state, alert.acknowledged_at, alert.acknowledged_by = "acknowledged", now, _name(caller)
    return await _done(session, alert, caller, data.note, now)


async def close(session: AsyncSession, caller: Caller, alert_id: UUID, data: Close, now: datetime) -> Alert:
    """Though it fires still: it is not raised again before it has recovered."""
    alert = await _open_alert(session, caller, alert_id, data.version)
    alert.state, alert.recovery = "closed", "withdrawn"
    await tell_recovered(session, alert, await get_indicator(session, alert.code), "withdrawn", now)
    return await _done(session, alert, caller, data.note, now)


@every(timedelta(milliseconds=500), name="judge-alerts", when=unseen("alert"))
async def judge_changes(session: AsyncSession, app: FastAPI) -> None:
    if codes := await take(session, "alert"):
        await judge_alerts(session, codes, app.state.clock())


@every(timedelta(hours=1), name="missing-figures")
async def judge_with_time(session: AsyncSession, app: FastAPI) -> None:
    """Periods pass without anybody reporting anything."""
    del app
    await note(session, (await session.scalars(select(Indicator.code))).unique().all(), ["alert"])


async def _open_alert(session: AsyncSession, caller: Caller, alert_id: UUID, version: int) -> Alert:
    alert = await get_alert(session, caller, alert_id, lock=True)
    if alert.state not in OPEN:
        raise AlertOver
    expect(alert, version)
    return alert


async def _done(session: AsyncSession, alert: Alert, caller: Caller, words: str, now: datetime) -> Alert:
    facts = {"value": alert.value, "period": alert.period}
    event = AlertEvent(alert_id=alert.id, kind=alert.state, at=now, by=_name(caller), note=words, **facts)
    session.add(event)
    await session.flush()
    return alert


def _name(caller: Caller) -> str:
    return caller.name or caller.username
