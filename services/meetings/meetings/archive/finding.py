"""What the search box finds of meetings."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from kit.auth import Caller
from kit.clock import ZONE
from kit.web.search import Hit
from meetings.archive.queries import minutes_of, search_meetings
from meetings.archive.schemas import ArchiveFilter
from meetings.meeting.tables import Meeting
from meetings.minutes.record import number_of
from meetings.minutes.tables import Minutes

MOST = 8


async def find(session: AsyncSession, caller: Caller, q: str, _now: datetime) -> list[Hit]:
    """The newest first, with the number of their minutes."""
    if "meetings:read" not in caller.scopes:
        return []
    page = await search_meetings(session, caller, ArchiveFilter(q=q, sort="-starts", limit=MOST))
    minutes = await minutes_of(session, page)
    return [_hit(one, minutes.get(one.id)) for one in page.items]


def _hit(meeting: Meeting, minutes: Minutes | None) -> Hit:
    day, number = f"{meeting.starts_at.astimezone(ZONE):%d/%m/%Y}", number_of(minutes) if minutes else ""
    path = f"/meetings/meetings/{meeting.id}"
    return Hit(kind="meeting.title", title=meeting.title, path=path, note=" · ".join(filter(None, (day, number))))
