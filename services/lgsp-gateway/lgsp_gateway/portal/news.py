"""That there is news for a person, told to that person's browsers alone; what it is they ask the platform that has it.

However much happens to a person at once, it is one row, and one word to each browser.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from kit.contracts.governance import NotificationAdded
from kit.rows import into, write
from lgsp_gateway.portal.tables import PersonalNews

MISSABLE = timedelta(minutes=10)
"""Longer than a browser is ever without its stream: what is as fresh as that is told to one that comes."""
KEPT = timedelta(days=1)
NEXT = func.nextval(func.pg_get_serial_sequence("personal_news", "place"))
WORD = b"event: %s\ndata: {}\n\n" % NotificationAdded.topic.encode()
"""Without an id: the place in the feed stays where it is."""
_TOLD = into(PersonalNews)
_AGAIN = {"place": NEXT, "told_at": _TOLD.excluded.told_at}
_NOTED = _TOLD.on_conflict_do_update(index_elements=["account_id"], set_=_AGAIN)


async def note_news(session: AsyncSession, accounts: Iterable[UUID], now: datetime) -> None:
    rows = [{"account_id": account, "told_at": now} for account in sorted(set(accounts))]
    await write(session, _NOTED, rows)


async def forget_old_news(session: AsyncSession, now: datetime) -> None:
    await session.execute(delete(PersonalNews).where(PersonalNews.told_at < now - KEPT))


class Heard:
    """Which news was passed on already, by person."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}

    async def fresh(self, session: AsyncSession, people: set[str]) -> set[str]:
        """Those of `people` for whom there is something since the last look; `people` are all that are looked for."""
        places = await _places(session, people)
        fresh = {person for person, place in places.items() if self._places.get(person, 0) < place}
        self._places = places
        return fresh

    async def begin(self, session: AsyncSession, person: str, now: datetime) -> bool:
        """A browser of this person has come: whether it may have missed something."""
        found = await session.get(PersonalNews, UUID(person))
        if found is None:
            return False
        self._places.setdefault(person, found.place)
        return found.told_at > now - MISSABLE


async def _places(session: AsyncSession, people: set[str]) -> dict[str, int]:
    accounts = [UUID(person) for person in people]
    query = select(PersonalNews.account_id, PersonalNews.place).where(PersonalNews.account_id.in_(accounts))
    return {str(account): place for account, place in await session.execute(query)}
