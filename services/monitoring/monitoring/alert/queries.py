from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from kit.auth import Caller
from kit.page import Page, paged
from kit.text import fold
from monitoring.alert.errors import AlertNotFound
from monitoring.alert.schemas import OPEN, AlertDetail, AlertFilter, AlertRead, EventRead, MeetingRead, TaskRead
from monitoring.alert.tables import Alert, AlertEvent, AlertMeeting, AlertTask
from monitoring.rule.reach import own

KEYS = {
    "raised_at": Alert.raised_at,
    "severity": Alert.severity,
    "code": Alert.code,
    "state": Alert.state,
    "area": Alert.area,
}
MOST_EVENTS = 200
MOST_MEETINGS = 50


async def list_alerts(session: AsyncSession, caller: Caller, wanted: AlertFilter) -> Page[Alert]:
    """Newest first unless sorted otherwise."""
    paging = wanted if wanted.sort else wanted.model_copy(update={"sort": "-raised_at"})
    return await paged(session, _matching(caller, wanted), paging, KEYS, Alert.id)


async def get_alert(session: AsyncSession, caller: Caller, alert_id: UUID, *, lock: bool = False) -> Alert:
    query = select(Alert).where(_mine(caller), Alert.id == alert_id)
    alert = await session.scalar(query.with_for_update(of=Alert) if lock else query)
    if alert is None:
        raise AlertNotFound
    return alert


async def detail_of(session: AsyncSession, alert: Alert) -> AlertDetail:
    return AlertDetail(
        **AlertRead.model_validate(alert).model_dump(),
        history=[EventRead.model_validate(one) for one in await history_of(session, alert.id)],
        tasks=[TaskRead.model_validate(one) for one in await tasks_of(session, alert.id)],
        meetings=[MeetingRead.model_validate(one) for one in await meetings_of(session, alert.id)],
    )


async def history_of(session: AsyncSession, alert_id: UUID) -> Sequence[AlertEvent]:
    """Newest first."""
    query = select(AlertEvent).where(AlertEvent.alert_id == alert_id)
    newest = query.order_by(AlertEvent.at.desc(), AlertEvent.id.desc()).limit(MOST_EVENTS)
    return (await session.scalars(newest)).all()


async def tasks_of(session: AsyncSession, alert_id: UUID) -> Sequence[AlertTask]:
    query = select(AlertTask).where(AlertTask.alert_id == alert_id).order_by(AlertTask.task_id)
    return (await session.scalars(query)).all()


async def meetings_of(session: AsyncSession, alert_id: UUID) -> Sequence[AlertMeeting]:
    """Newest first."""
    query = select(AlertMeeting).where(AlertMeeting.alert_id == alert_id)
    newest = query.order_by(AlertMeeting.starts_at.desc(), AlertMeeting.meeting_id).limit(MOST_MEETINGS)
    return (await session.scalars(newest)).all()


async def of_indicator(session: AsyncSession, caller: Caller, code: str, most: int = 20) -> Sequence[Alert]:
    """Those that are open, newest first."""
    query = select(Alert).where(_mine(caller), Alert.code == code, Alert.state.in_(OPEN))
    return (await session.scalars(query.order_by(Alert.raised_at.desc()).limit(most))).all()


async def tasks_of_indicator(session: AsyncSession, caller: Caller, code: str, most: int = 20) -> Sequence[AlertTask]:
    """Newest first; of alerts that are over, too."""
    alerts = select(Alert.id).where(_mine(caller), Alert.code == code)
    query = select(AlertTask).where(AlertTask.alert_id.in_(alerts)).order_by(AlertTask.task_id.desc())
    return (await session.scalars(query.limit(most))).all()


async def count_open(session: AsyncSession, caller: Caller) -> dict[str, int]:
    """By severity."""
    query = select(Alert.severity, func.count()).where(_mine(caller), Alert.state.in_(OPEN))
    return {severity: count for severity, count in await session.execute(query.group_by(Alert.severity))}  # noqa: C416


def _mine(caller: Caller) -> ColumnElement[bool]:
    agency = own(caller)
    return Alert.agency == agency if agency else true()


def _matching(caller: Caller, wanted: AlertFilter) -> Select[Alert]:
    query = select(Alert).where(_mine(caller))
    if wanted.state:
        query = query.where(Alert.state.in_(OPEN if wanted.state == "open" else [wanted.state]))
    for name in ("severity", "kind", "code", "agency", "level", "rule_id"):
        if value := getattr(wanted, name):
            query = query.where(getattr(Alert, name) == value)
    for word in fold(wanted.q).split()[:10]:
        query = query.where(Alert.folded.contains(word, autoescape=True))
    return query
