"""Laws of the library, and what the caller asked before."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from assistant_staff.ask.queries import list_conversations
from assistant_staff.library.queries import list_laws
from assistant_staff.library.schemas import LawFilter
from kit.auth import Caller
from kit.clock import local_day
from kit.text import fold
from kit.web.search import Hit

MOST = 8


async def find(session: AsyncSession, caller: Caller, q: str, now: datetime) -> list[Hit]:
    if "assistant:use" not in caller.scopes:
        return []
    page = await list_laws(session, LawFilter(q=q, limit=MOST), local_day(now))
    laws = [
        Hit(kind="library.title", title=one.name, path=f"/assistant-staff/laws/{one.id}", note=one.number)
        for one in page.items
    ]
    return laws + await _asked(session, caller, q)


async def _asked(session: AsyncSession, caller: Caller, q: str) -> list[Hit]:
    words = fold(q).split()
    found = [one for one in await list_conversations(session, caller) if all(word in fold(one.title) for word in words)]
    return [
        Hit(
            kind="ask.history",
            title=one.title,
            path=f"/assistant-staff/?c={one.id}",
            note=f"{local_day(one.last_at):%d/%m/%Y}",
        )
        for one in found[:MOST]
    ]
