"""Writes what the platform knows as observations of the month, each time something else is known."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from fastapi import FastAPI
from sqlalchemy import or_, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from kit.clock import local_day
from kit.jobs import every
from kit.rows import into, write
from monitoring.indicator.period import Period, containing
from monitoring.observation.preparing import COPIED, Key, Prepared
from monitoring.observation.reporter import PLATFORM
from monitoring.observation.service import keep
from monitoring.observation.tables import Observation
from monitoring.observation.writing import Origin
from monitoring.platform.knowing import CODES, Known, figures_known
from monitoring.platform.tables import (
    AccessRight,
    ConnectedApplication,
    DescribedPlatform,
    ExchangeSighting,
    NationalService,
)

SOURCE = "platform"
LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended('what the platform knows', 0))")
_SEEN = into(ExchangeSighting).on_conflict_do_nothing().returning(ExchangeSighting.__table__.c.identifier)
EXCHANGED, ENTITLED = "đã trao đổi", "được cấp quyền"


async def write_what_is_known(session: AsyncSession, now: datetime) -> None:
    """Nothing where all is as it was. A figure that people reported for the month is theirs and stays."""
    await session.execute(LOCK)
    today = local_day(now)
    known = figures_known(await _platforms(session), await _connected(session, today), await _national(session))
    period = containing(today, "month")
    theirs = await _reported_by_people(session, str(period))
    rows = {_key(code, period): _row(code, period, one) for code, one in known.items() if code not in theirs}
    if rows:
        await keep(session, Prepared(rows=rows), Origin("platform", PLATFORM, now, SOURCE))


@every(timedelta(hours=1), name="what-the-platform-knows")
async def carry_on(session: AsyncSession, app: FastAPI) -> None:
    """A new month begins, and a right to call ends, without an event."""
    await write_what_is_known(session, app.state.clock())


async def see(session: AsyncSession, seen: Mapping[str, datetime]) -> bool:
    """Whether any of these identifiers was never seen to exchange something before."""
    if not seen:
        return False
    rows = [{"identifier": one, "seen_at": seen[one]} for one in sorted(seen)]
    return bool((await write(session, _SEEN, rows)).all())


async def _platforms(session: AsyncSession) -> dict[str, list[str]]:
    return {one.service: one.models for one in await session.scalars(select(DescribedPlatform))}


async def _connected(session: AsyncSession, today: date) -> dict[str, str]:
    """Active applications that exchanged something or have a right to, and which of the two."""
    right = (AccessRight.revoked.is_(False)) & (AccessRight.valid_from <= today)
    right &= or_(AccessRight.valid_to.is_(None), AccessRight.valid_to > today)
    entitled = set(await session.scalars(select(AccessRight.application).where(right)))
    active = set(await session.scalars(select(ConnectedApplication.identifier).where(ConnectedApplication.active)))
    seen = await _seen(session, active)
    return {one: EXCHANGED if one in seen else ENTITLED for one in active & (seen | entitled)}


async def _national(session: AsyncSession) -> dict[str, bool]:
    there = select(NationalService.identifier).where(NationalService.removed.is_(False))
    known = set(await session.scalars(there))
    seen = await _seen(session, known)
    return {one: one in seen for one in known}


async def _seen(session: AsyncSession, identifiers: Iterable[str]) -> set[str]:
    query = select(ExchangeSighting.identifier).where(ExchangeSighting.identifier.in_(set(identifiers)))
    return set(await session.scalars(query))


async def _reported_by_people(session: AsyncSession, period: str) -> set[str]:
    query = select(Observation.code).where(
        Observation.code.in_(CODES),
        Observation.level == "province",
        Observation.period == period,
        Observation.origin.not_in(["platform", "demo"]),
    )
    return set(await session.scalars(query))


def _key(code: str, period: Period) -> Key:
    return code, "province", "", str(period)


def _row(code: str, period: Period, one: Known) -> dict[str, Any]:
    texts: dict[str, Any] = dict.fromkeys(COPIED, "") | {"document_on": None, "source": SOURCE, "note": one.note}
    return {
        "code": code,
        "level": "province",
        "area": "",
        "area_from": None,
        "period": str(period),
        "span": period.span,
        "period_start": period.start,
        "period_end": period.end,
        "value": one.value,
        "numerator": one.numerator,
        "denominator": one.denominator,
        **texts,
    }
