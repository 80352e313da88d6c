"""The desk, petitions and questions as the first page of the whole shows them. A petition's own words stay on its page:
they may name people."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from assistant_citizen.home.queries import happened, waiting_for
from kit.auth import Caller
from kit.clock import local_day
from kit.web import Translator
from kit.web.home import (
    BROKEN,
    LIGHT,
    MOST_HAPPENINGS,
    MOST_ITEMS,
    PRESSING,
    URGENT,
    Attention,
    Happening,
    Home,
    ranked,
    short,
)

WEIGHTS = {"talking": BROKEN - 5, "asked": URGENT + 5, "settled": PRESSING, "questions": LIGHT}
PLACES = {
    "talking": "/assistant-citizen/desk/{}",
    "asked": "/assistant-citizen/desk/{}",
    "settled": "/assistant-citizen/petition-desk/{}",
    "questions": "/assistant-citizen/questions",
}


async def gather(session: AsyncSession, caller: Caller, now: datetime, reader: Translator) -> Home:
    rows = [row for row in await waiting_for(session, caller, MOST_ITEMS) if row.total]
    items = ranked((_attention(row, reader) for row in rows), local_day(now))
    reads = "petitions:read" in caller.scopes
    news = await happened(session, caller, now, MOST_HAPPENINGS) if reads else []
    return Home(
        attention=items[:MOST_ITEMS],
        count=sum({row.what: 1 if row.what == "questions" else row.total for row in rows}.values()),
        path=_path(caller),
        happenings=[_happening(row, reader) for row in news],
    )


def _path(caller: Caller) -> str:
    return "/assistant-citizen/desk" if "conversations:answer" in caller.scopes else "/assistant-citizen/petition-desk"


def _attention(row: Any, reader: Translator) -> Attention:
    t = reader.t
    return Attention(
        kind=f"citizen-{row.what}",
        title=short(_title(row, reader)),
        why=t(f"home.{row.what}", at=row.at, area=row.area or "—"),
        next=t(f"home.{row.what}_next"),
        path=PLACES[row.what].format(row.key),
        weight=WEIGHTS[row.what],
    )


def _title(row: Any, reader: Translator) -> str:
    if row.what == "settled":
        return reader.t("home.settled_title", about=reader.t(f"petition.category_{row.title}"))
    return row.title or reader.t("home.questions_title", count=row.total)


def _happening(row: Any, reader: Translator) -> Happening:
    about = reader.t(f"petition.category_{row.category}")
    return Happening(
        at=row.at,
        text=reader.t(f"home.petition_{row.action}", about=about, area=row.area or "—"),
        path=f"/assistant-citizen/petition-desk/{row.id}",
        tone="success" if row.action == "answered" else "info",
    )
