"""Alerts as the first page of the whole shows them: whoever may acknowledge sees all of the own agency, whoever reports
figures those that are missing."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from kit.auth import Caller
from kit.clock import local_day
from kit.web import Translator
from kit.web.home import LIGHT, MOST_HAPPENINGS, MOST_ITEMS, NOTHING, URGENT, USUAL, Attention, Happening, Home, short
from monitoring.home.queries import happened, unheeded
from monitoring.observation.area import name_of

WEIGHTS = {"critical": URGENT, "warning": USUAL}
ALL, MISSING = ("missing", "threshold"), ("missing",)


async def gather(session: AsyncSession, caller: Caller, now: datetime, reader: Translator) -> Home:
    if "alerts:read" not in caller.scopes:
        return NOTHING
    rows: Any = []
    if kinds := _kinds(caller):
        rows = await unheeded(session, caller, kinds=kinds, most=MOST_ITEMS)
    news = await happened(session, caller, now, MOST_HAPPENINGS)
    return Home(
        attention=[_attention(row, reader) for row in rows],
        count=rows[0].total if rows else 0,
        path="/monitoring/alerts?state=raised",
        happenings=[_happening(row, reader) for row in news],
    )


def _kinds(caller: Caller) -> tuple[str, ...]:
    if "alerts:write" in caller.scopes:
        return ALL
    return MISSING if "observations:write" in caller.scopes else ()


def _attention(row: Any, reader: Translator) -> Attention:
    severity = reader.t(f"rule.severity_{row.severity}")
    facts = (severity, reader.t(f"home.alert_{row.kind}", period=row.period or "—"), _place(row), row.code)
    return Attention(
        kind=f"alert-{row.kind}",
        title=short(_name(row, reader)),
        why=" · ".join(filter(None, facts))[:300],
        next=reader.t(f"home.alert_{row.kind}_next"),
        path=f"/monitoring/alerts/{row.id}",
        weight=WEIGHTS.get(row.severity, LIGHT),
    )


def _happening(row: Any, reader: Translator) -> Happening:
    return Happening(
        at=row.at,
        text=reader.t(f"home.alert_{row.what}", name=short(_name(row, reader)), place=_place(row) or row.code),
        path=f"/monitoring/alerts/{row.id}",
        tone="success" if row.what == "recovered" else "danger" if row.severity == "critical" else "warning",
    )


def _name(row: Any, reader: Translator) -> str:
    return str(row.name_en if reader.language == "en" else row.name_vi)


def _place(row: Any) -> str:
    """Where, else whom it concerns."""
    if row.area and row.level != "agency":
        return name_of(row.level, row.area, local_day(row.raised_at), {})
    return str(row.agency_name or "")
