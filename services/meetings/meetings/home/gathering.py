"""A person's meetings as the first page of the whole shows them. That one is invited, or minutes are out, governance's
notifications tell; here is told what those do not."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from kit.auth import Caller
from kit.clock import ZONE
from kit.web import Translator
from kit.web.home import (
    BROKEN,
    LIGHT,
    MOST_HAPPENINGS,
    MOST_ITEMS,
    NOTHING,
    PRESSING,
    USUAL,
    Attention,
    Happening,
    Home,
    short,
)
from meetings.home.queries import WANTS, happened_to, waiting_for

WEIGHTS = {
    "run": BROKEN - 5, "attend": PRESSING + 5, "approve": PRESSING, "answer": PRESSING - 5, "publish": USUAL + 5,
    "write": USUAL, "comment": LIGHT,
}  # fmt: skip
"""In the order of WANTS, so that what is cut off is the lightest."""
TO_BE_AT = frozenset({"run", "attend", "answer"})
ON_MINUTES = frozenset({"approve", "publish", "write", "comment"})


async def gather(session: AsyncSession, caller: Caller, now: datetime, reader: Translator) -> Home:
    if "meetings:read" not in caller.scopes:
        return NOTHING
    rows = await waiting_for(session, caller, now, MOST_ITEMS)
    happened = await happened_to(session, caller, now, MOST_HAPPENINGS)
    return Home(
        attention=[_attention(row, reader) for row in rows],
        count=rows[0].total if rows else 0,
        path="/meetings/meetings",
        happenings=[_happening(row, reader) for row in happened],
    )


def _attention(row: Any, reader: Translator) -> Attention:
    want = WANTS[row.want]
    return Attention(
        kind=f"meeting-{want}",
        title=short(row.title),
        why=reader.t(f"home.meeting_{want}", starts=row.starts_at, clock=f"{row.starts_at.astimezone(ZONE):%H:%M}"),
        next=reader.t(f"home.meeting_{want}_next"),
        path=f"/meetings/meetings/{row.id}" + "/minutes" * (want in ON_MINUTES),
        starts_at=row.starts_at if want in TO_BE_AT else None,
        weight=WEIGHTS[want],
    )


def _happening(row: Any, reader: Translator) -> Happening:
    text = "home.meeting_ended" if row.ended_at else "home.meeting_began"
    at = row.ended_at or row.opened_at
    return Happening(at=at, text=reader.t(text, title=short(row.title)), path=f"/meetings/meetings/{row.id}")
