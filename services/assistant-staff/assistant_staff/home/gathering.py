"""The assistant's own as the first page of the whole shows it."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from assistant_staff.home.queries import happened, waiting_for
from kit.auth import Caller
from kit.clock import local_day
from kit.web import Translator
from kit.web.home import LIGHT, MOST_HAPPENINGS, MOST_ITEMS, NOTHING, USUAL, Attention, Happening, Home, ranked, short

HISTORY = "/assistant-staff/history"
WEIGHTS = {"draft": USUAL, "reviews": LIGHT}
PLACES = {"draft": "/assistant-staff/?c={}", "reviews": "/assistant-staff/reviews?rating=down"}


async def gather(session: AsyncSession, caller: Caller, now: datetime, reader: Translator) -> Home:
    if "assistant:use" not in caller.scopes:
        return NOTHING
    rows = [row for row in await waiting_for(session, caller, now, MOST_ITEMS) if row.total]
    items = ranked((_attention(row, reader) for row in rows), local_day(now))
    news = await happened(session, now, MOST_HAPPENINGS)
    return Home(
        attention=items[:MOST_ITEMS],
        count=sum({row.what: 1 if row.what == "reviews" else row.total for row in rows}.values()),
        path=HISTORY,
        happenings=[_happening(row, reader) for row in news],
    )


def _attention(row: Any, reader: Translator) -> Attention:
    return Attention(
        kind=f"staff-{row.what}",
        title=short(row.title or reader.t("home.reviews_title", count=row.total)),
        why=reader.t(f"home.{row.what}", at=row.at),
        next=reader.t(f"home.{row.what}_next"),
        path=PLACES[row.what].format(row.key),
        weight=WEIGHTS[row.what],
    )


def _happening(row: Any, reader: Translator) -> Happening:
    name = " · ".join(filter(None, (short(row.name), row.number)))
    return Happening(at=row.changed_at, text=reader.t("home.law", name=name), path=f"/assistant-staff/laws/{row.id}")
