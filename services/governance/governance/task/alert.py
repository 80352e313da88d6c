"""From an alert of monitoring to a task, once, in whichever order the two topics tell of it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from governance.calendar.queries import holidays_around
from governance.calendar.working import add_working_days
from governance.notification.service import notify
from governance.settings import Direction
from governance.task.directory import people_behind
from governance.task.locking import fresh
from governance.task.news import tell
from governance.task.opening import Draft, open_all
from governance.task.party import Party
from governance.task.states import next_state
from governance.task.story import record
from governance.task.tables import Task, TaskAlert
from kit.clock import local_day
from kit.consumer import Received
from kit.contracts.governance import Origin
from kit.contracts.monitoring import AlertRaised, AlertRecovered
from kit.text import clean_name
from kit.web import Translations

SERVICE, KIND = "monitoring", "alert"
PRIORITY = {"warning": 0, "critical": 1}
TOLD_ONE_BY_ONE = 3
HOME = "/governance/tasks?origin_kind=alert&state=open"
WORDS = Translations("governance").translator(None)
"""Tasks are written in the language of the administration."""


async def begin(session: AsyncSession, raised: Sequence[Received[AlertRaised]], now: datetime) -> None:
    """A task for each alert that has none; those which recovered meanwhile are closed at once."""
    first = {one.event.alert_id: (one.event, one.correlation_id) for one in reversed(raised)}
    open_now, recovered = await _without_task(session, list(first))
    drafts = await _drafts(session, [first[alert] for alert in (*open_now, *recovered)], now)
    await open_all(session, list(drafts.values()), now)
    if drafts:
        known = [{"alert_id": alert, "task_id": draft.id} for alert, draft in drafts.items()]
        await session.execute(update(TaskAlert), known)
    await _tell(session, [drafts[alert] for alert in open_now], local_day(now))
    for alert, reason in recovered.items():
        await _close(session, drafts[alert].id, reason, now)


async def end(session: AsyncSession, recovered: Sequence[Received[AlertRecovered]], now: datetime) -> None:
    """The task of an alert not raised yet is closed when it comes; the first recovery counts."""
    for one in recovered:
        event = one.event
        facts = {"alert_id": event.alert_id, "recovered_at": event.recovered_at, "reason": event.reason}
        known = await _locked(session, event.alert_id)
        if known is None:
            await session.execute(insert(TaskAlert).values(facts).on_conflict_do_nothing())
        elif known.recovered_at is None:
            known.recovered_at, known.reason = event.recovered_at, event.reason
            if known.task_id:
                await _close(session, known.task_id, event.reason, now)


async def _without_task(session: AsyncSession, alerts: list[UUID]) -> tuple[list[UUID], Mapping[UUID, str]]:
    """New ones; and, with the reason, those of which only the recovery was known."""
    new = insert(TaskAlert).on_conflict_do_nothing().returning(TaskAlert.alert_id)
    added = set(await session.scalars(new, [{"alert_id": alert} for alert in sorted(alerts)]))
    told = select(TaskAlert.alert_id, TaskAlert.reason).where(TaskAlert.alert_id.in_(set(alerts) - added))
    waiting = await session.execute(told.where(TaskAlert.task_id.is_(None)).with_for_update())
    return [alert for alert in alerts if alert in added], {alert: reason for alert, reason in waiting}  # noqa: C416


async def _drafts(session: AsyncSession, alerts: Sequence[tuple[AlertRaised, str]], now: datetime) -> dict[UUID, Draft]:
    settings, today = Direction(), local_day(now)
    usual = add_working_days(today, settings.alert_task_days, await holidays_around(session, today))
    return {event.alert_id: _draft(event, story, usual, settings.direction_agency) for event, story in alerts}


def _draft(event: AlertRaised, story: str, usual: date, direction: str) -> Draft:
    origin = Origin(service=SERVICE, kind=KIND, id=event.alert_id, path=event.path)
    return Draft(
        agency=direction,
        title=clean_name(WORDS.t("task.alert.title", indicator=event.indicator, name=event.indicator_name))[:500],
        description=_description(event),
        lead=Party(event.agency or direction),
        priority=PRIORITY[event.severity],
        due_on=event.due_on or usual,
        origin=origin,
        correlation_id=story,
    )


def _description(event: AlertRaised) -> str:
    facts = event.model_dump(include={"indicator", "period", "value", "target", "unit"})
    shown = {name: "—" if value is None else value for name, value in facts.items()}
    return WORDS.t(f"task.alert.{event.kind}", name=event.indicator_name, **shown)


async def _tell(session: AsyncSession, drafts: Sequence[Draft], today: date) -> None:
    """An agency with many new ones is told how many."""
    of_agency: dict[str, list[Draft]] = {}
    for one in drafts:
        of_agency.setdefault(one.lead.agency, []).append(one)
    for agency, those in of_agency.items():
        if len(those) > TOLD_ONE_BY_ONE:
            people = await people_behind(session, [Party(agency)], today)
            await notify(session, people, "task_alerts", HOME, mail=True, count=len(those))
            continue
        for one in those:
            await tell(session, await fresh(session, one.id), "open", today)


async def _close(session: AsyncSession, task_id: UUID, reason: str, now: datetime) -> None:
    """Nobody has begun: nothing is to be done any more. Else whoever works on it decides."""
    await session.execute(select(Task.id).where(Task.id == task_id).with_for_update())
    task = await fresh(session, task_id)
    before = task.state
    task.state = next_state(task.state, "recover", ["system"])  # type: ignore[arg-type]
    details: dict[str, Any] = {"reason": reason}
    await record(session, task, "recover", now, before=before, note=WORDS.t(f"task.alert.{reason}"), **details)


async def _locked(session: AsyncSession, alert_id: UUID) -> TaskAlert | None:
    found: TaskAlert | None = await session.scalar(
        select(TaskAlert).where(TaskAlert.alert_id == alert_id).with_for_update()
    )
    return found
