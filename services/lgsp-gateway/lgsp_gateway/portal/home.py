"""What the first page of the whole shows of the gateway itself."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from kit.auth import Caller
from kit.clock import local_day
from kit.web import Translator
from kit.web.home import MOST_HAPPENINGS, MOST_ITEMS, Happening, Home, ranked
from lgsp_gateway.portal.attention import waiting_for
from lgsp_gateway.portal.naming import with_names
from lgsp_gateway.portal.queries import latest_items
from lgsp_gateway.portal.tables import HEALTH, FeedItem

LOOKED_AT, MOST_HEALTH = 40, 3


async def gather(session: AsyncSession, caller: Caller, now: datetime, reader: Translator) -> Home:
    items, count = await waiting_for(session, caller, now, reader)
    newest = _last_word(await latest_items(session, caller, LOOKED_AT))[:MOST_HAPPENINGS]
    news = await with_names(session, newest)
    return Home(
        attention=ranked(items, local_day(now))[:MOST_ITEMS],
        count=count,
        path="/lgsp-gateway/access-rights" if "access:read" in caller.scopes else "",
        happenings=list(_told(news, reader)),
    )


def _last_word(items: Sequence[FeedItem]) -> list[FeedItem]:
    """How a platform is, is told once, however often it went and came, and of a few: a start of the whole is no news of
    seven. The latest come first."""
    health: dict[str, FeedItem] = {}
    for item in items:
        if item.topic == HEALTH:
            health.setdefault(item.values["platform"], item)
    told = list(health.values())[:MOST_HEALTH]
    return [item for item in items if item.topic != HEALTH or item in told]


def _told(news: Iterable[tuple[FeedItem, dict[str, Any]]], reader: Translator) -> Iterable[Happening]:
    for item, values in news:
        named = {"platform": reader.t(f"platform.{values['platform']}.title")} if "platform" in values else values
        tone = "warning" if values.get("faults") else item.tone
        text = reader.t(f"feed.{item.text}", **named)[:500]
        yield Happening.model_validate({"at": item.happened_at, "text": text, "path": item.link, "tone": tone})
