"""Datasets as the first page of the whole shows them: to whoever answers for them what is wrong, to all what was
loaded."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from analytics.home.queries import happened, waiting_for
from kit.auth import Caller
from kit.clock import local_day
from kit.web import Translator
from kit.web.home import (
    LIGHT,
    MOST_HAPPENINGS,
    MOST_ITEMS,
    NOTHING,
    PRESSING,
    USUAL,
    Attention,
    Happening,
    Home,
    ranked,
    short,
)

HOME = "/analytics/datasets"
WEIGHTS = {"failed": PRESSING, "late": USUAL, "tags": LIGHT}


async def gather(session: AsyncSession, caller: Caller, now: datetime, reader: Translator) -> Home:
    if "datasets:read" not in caller.scopes:
        return NOTHING
    rows = await waiting_for(session, caller, now, MOST_ITEMS)
    items = ranked((_attention(row, reader) for row in rows), local_day(now))
    news = await happened(session, caller, now, MOST_HAPPENINGS)
    return Home(
        attention=items[:MOST_ITEMS],
        count=sum({row.what: row.total for row in rows}.values()),
        path=HOME,
        happenings=[_happening(row, reader) for row in news],
    )


def _attention(row: Any, reader: Translator) -> Attention:
    here = f"{HOME}/{row.dataset_id}"
    paths = {"failed": f"{here}/loads/{row.load_id}", "late": f"{here}/upload", "tags": f"{here}/tags"}
    return Attention(
        kind=f"dataset-{row.what}",
        title=short(row.name),
        why=reader.t(f"home.dataset_{row.what}", at=row.at, file=(row.note or "")[:120], count=row.count or 0),
        next=reader.t(f"home.dataset_{row.what}_next"),
        path=paths[row.what],
        due_on=local_day(row.at) if row.what == "late" else None,
        weight=WEIGHTS[row.what],
    )


def _happening(row: Any, reader: Translator) -> Happening:
    text = reader.t("home.dataset_loaded", name=short(row.name), rows=row.rows)
    return Happening(at=row.loaded_at, text=text, path=f"{HOME}/{row.id}", tone="success")
