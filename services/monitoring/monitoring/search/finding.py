"""Indicators, and alerts that are open, as far as a caller may see them; the one of this very code first."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from kit.auth import Caller
from kit.clock import local_day
from kit.web.search import Hit
from monitoring.alert.queries import list_alerts
from monitoring.alert.schemas import AlertFilter
from monitoring.indicator.queries import indicators_by_code, search_indicators

MOST = 8


async def find(session: AsyncSession, caller: Caller, q: str, _now: datetime) -> list[Hit]:
    hits = await _indicators(session, q) if "indicators:read" in caller.scopes else []
    return hits + (await _alerts(session, caller, q) if "alerts:read" in caller.scopes else [])


async def _indicators(session: AsyncSession, q: str) -> list[Hit]:
    return [
        Hit(
            kind="indicator.title",
            title=one.name_vi,
            title_en=one.name_en,
            path=f"/monitoring/indicators/{one.code}",
            note=one.code,
        )
        for one in await search_indicators(session, q, MOST)
    ]


async def _alerts(session: AsyncSession, caller: Caller, q: str) -> list[Hit]:
    page = await list_alerts(session, caller, AlertFilter(q=q, state="open", limit=MOST))
    indicators = await indicators_by_code(session, {one.code for one in page.items})
    return [
        Hit(
            kind="alert.title",
            title=indicators[one.code].name_vi,
            title_en=indicators[one.code].name_en,
            path=f"/monitoring/alerts/{one.id}",
            note=" · ".join(filter(None, (one.code, one.area, f"{local_day(one.raised_at):%d/%m/%Y}"))),
        )
        for one in page.items
    ]
