"""That something happened on another platform, told to browsers of those it may concern: no more than which platform it
was. What it was they ask the platform, which knows what each may see.

It is one row of the feed a platform, however much happens, which moves on and is never shown.
"""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from kit.contracts.assistant_citizen import PetitionClosed, PetitionFiled, PetitionRated
from kit.contracts.meetings import MeetingCalled, MeetingCancelled, MeetingChanged, MinutesPublished
from kit.contracts.monitoring import AlertRaised, AlertRecovered
from kit.events import Event
from lgsp_gateway.portal.tables import NEXT_PLACE, STIRRED, FeedItem

CONCERNED = {"assistant-citizen": "petitions:read", "meetings": "meetings:read", "monitoring": "alerts:read"}
"""What a reader needs to be told of a platform."""
STIRRING: tuple[type[Event], ...] = (
    AlertRaised, AlertRecovered, MeetingCalled, MeetingChanged, MeetingCancelled, MinutesPublished,
    PetitionFiled, PetitionClosed, PetitionRated,
)  # fmt: skip


async def note_stirring(session: AsyncSession, topics: Iterable[str], now: datetime) -> None:
    for platform in sorted({topic.partition(".")[0] for topic in topics}):
        row = insert(FeedItem).values(
            key=f"{STIRRED}:{platform}",
            topic=STIRRED,
            text="",
            scope=CONCERNED[platform],
            tone="info",
            values={"platform": platform},
            link="",
            happened_at=now,
        )
        changed = {"id": NEXT_PLACE, "happened_at": row.excluded.happened_at}
        await session.execute(row.on_conflict_do_update(index_elements=["key"], set_=changed))
