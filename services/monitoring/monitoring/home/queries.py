"""Bounded looks into alerts. One statement each, by the indexes of open alerts and of those that are over."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, func, literal, select, true, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from kit.auth import Caller
from monitoring.agency.tables import Agency
from monitoring.alert.tables import Alert
from monitoring.indicator.tables import Indicator
from monitoring.rule.reach import own

HAPPENED = timedelta(days=14)
AGENCY_NAME = (
    select(Agency.name).where(Agency.code == Alert.agency).order_by(Agency.valid_from.desc()).limit(1).scalar_subquery()
)
FACTS = (
    Alert.id, Alert.code, Alert.kind, Alert.severity, Alert.level, Alert.area, Alert.raised_at, Alert.value,
    Alert.period, Indicator.name_vi, Indicator.name_en, AGENCY_NAME.label("agency_name"),
)  # fmt: skip
Found = Sequence[Any]


async def unheeded(session: AsyncSession, caller: Caller, *, kinds: Sequence[str], most: int) -> Found:
    """Raised and not acknowledged, the critical ones first, then the latest; `total`: of all there are."""
    query = _own(caller).add_columns(func.count().over().label("total"))
    query = query.where(Alert.state == "raised", Alert.kind.in_(kinds))
    order = (Alert.severity != "critical", Alert.raised_at.desc(), Alert.id)
    return (await session.execute(query.order_by(*order).limit(most))).all()


async def happened(session: AsyncSession, caller: Caller, now: datetime, most: int) -> Found:
    """What was raised and what recovered, the last first."""
    parts = [
        _latest(caller, "raised", Alert.raised_at, Alert.state.in_(["raised", "acknowledged"]), now, most),
        _latest(caller, "recovered", Alert.recovered_at, Alert.state == "recovered", now, most),
    ]
    both = union_all(*(select(part) for part in parts)).subquery()
    return (await session.execute(select(both).order_by(both.c.at.desc(), both.c.id).limit(most))).all()


def _latest(caller: Caller, what: str, at: Any, condition: ColumnElement[bool], now: datetime, most: int) -> Any:
    query = _own(caller).add_columns(at.label("at"), literal(what).label("what"))
    return query.where(condition, at > now - HAPPENED).order_by(at.desc(), Alert.id).limit(most).subquery()


def _own(caller: Caller) -> Any:
    agency = own(caller)
    query = select(*FACTS).join(Indicator, Indicator.code == Alert.code)
    return query.where(Alert.agency == agency if agency else true())
