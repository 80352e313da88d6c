"""Bounded looks into alerts. One statement each, by the indexes of open alerts and of those that are over; made once
for each agency: to make one costs more than to run it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, DateTime, bindparam, func, literal, select, true, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from kit.auth import Caller
from monitoring.agency.tables import Agency
from monitoring.alert.tables import Alert
from monitoring.indicator.tables import Indicator
from monitoring.rule.reach import own

HAPPENED = timedelta(days=14)
SINCE = bindparam("since", type_=DateTime(timezone=True))
MOST_AGENCIES = 200
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
    return (await session.execute(_unheeded(own(caller), tuple(kinds), most))).all()


async def happened(session: AsyncSession, caller: Caller, now: datetime, most: int) -> Found:
    """What was raised and what recovered, the last first."""
    return (await session.execute(_happened(own(caller), most), {"since": now - HAPPENED})).all()


@lru_cache(MOST_AGENCIES)
def _unheeded(agency: str | None, kinds: tuple[str, ...], most: int) -> Any:
    query = _own(agency).add_columns(func.count().over().label("total"))
    query = query.where(Alert.state == "raised", Alert.kind.in_(kinds))
    order = (Alert.severity != "critical", Alert.raised_at.desc(), Alert.id)
    return query.order_by(*order).limit(most)


@lru_cache(MOST_AGENCIES)
def _happened(agency: str | None, most: int) -> Any:
    parts = [
        _latest(agency, "raised", Alert.raised_at, Alert.state.in_(["raised", "acknowledged"]), most),
        _latest(agency, "recovered", Alert.recovered_at, Alert.state == "recovered", most),
    ]
    both = union_all(*(select(part) for part in parts)).subquery()
    return select(both).order_by(both.c.at.desc(), both.c.id).limit(most)


def _latest(agency: str | None, what: str, at: Any, condition: ColumnElement[bool], most: int) -> Any:
    query = _own(agency).add_columns(at.label("at"), literal(what).label("what"))
    return query.where(condition, at > SINCE).order_by(at.desc(), Alert.id).limit(most).subquery()


def _own(agency: str | None) -> Any:
    query = select(*FACTS).join(Indicator, Indicator.code == Alert.code)
    return query.where(Alert.agency == agency if agency else true())
