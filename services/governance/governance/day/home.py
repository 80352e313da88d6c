"""What the first page of the whole shows of governance: the day's most pressing, and what the person was told last."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from governance.day.gathering import gather_parts
from governance.day.schemas import DayItem, DayPart
from governance.notification.queries import latest_of
from governance.notification.tables import Notification
from governance.notification.words import told
from governance.organisation.errors import NotInDirectory
from governance.organisation.standing import find_standing
from kit.auth import Caller
from kit.clock import local_day
from kit.web import Translator
from kit.web.home import (
    LIGHT,
    MOST_HAPPENINGS,
    MOST_ITEMS,
    NOTHING,
    PRESSING,
    URGENT,
    USUAL,
    Attention,
    Happening,
    Home,
    Tone,
    ranked,
    short,
)

NEEDED = {"tasks:read", "documents:read", "notifications:read"}
WEIGHTS = {"decide": PRESSING, "document": USUAL, "mine": USUAL, "assign": USUAL, "given": LIGHT}
HASTE = {"urgent": URGENT, "very_urgent": URGENT + 5, "flash": URGENT + 10}
TELLING = {"returned", "extension", "submitted"}
"""Reasons that say more than the part does."""
TONES: dict[str, Tone] = {"overdue": "warning", "returned": "warning", "done": "success", "completed": "success"}


async def gather(session: AsyncSession, caller: Caller, now: datetime, reader: Translator) -> Home:
    """Nothing for those who are nobody's in the directory."""
    if not caller.scopes >= NEEDED:
        return NOTHING
    today = local_day(now)
    try:
        acting = await find_standing(session, caller, today)
    except NotInDirectory:
        return NOTHING
    parts = await gather_parts(session, acting, today)
    items = ranked((_attention(part, item, reader) for part in parts for item in part.items), today)
    news = await latest_of(session, acting.person_id, MOST_HAPPENINGS)
    return Home(
        attention=items[:MOST_ITEMS],
        count=sum(part.count for part in parts),
        path="/governance/day",
        happenings=list(_told(news, reader)),
    )


def _attention(part: DayPart, item: DayItem, reader: Translator) -> Attention:
    t = reader.t
    urgency = t(f"day.urgency_{item.urgency}") if item.urgency in HASTE else ""
    reason = t(f"day.reason_{item.reason}") if item.reason in TELLING else t(f"day.home_{part.part}")
    why = filter(None, (urgency, reason, t("day.mark", mark=item.mark), item.place))
    return Attention(
        kind=f"{part.part}-{item.next}",
        title=short(item.title),
        why=" · ".join(why)[:300],
        next=t(f"day.next_{item.next}"),
        path=item.path,
        due_on=item.due_on,
        weight=max(WEIGHTS[part.part], HASTE.get(item.urgency, 0)),
    )


def _told(news: Iterable[Notification], reader: Translator) -> Iterable[Happening]:
    for one in news:
        tone: Tone = next((TONES[word] for word in one.kind.split("_") if word in TONES), "info")
        yield Happening(at=one.created_at, text=told(reader, one)[:500], path=one.path, tone=tone)
