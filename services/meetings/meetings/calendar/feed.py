"""A person's meetings as other calendars read them."""

from hashlib import sha256

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from meetings.calendar.queries import meetings_of, rooms_of
from meetings.calendar.tables import CalendarFeed
from meetings.invitation.ical import calendar, event_of
from meetings.invitation.saying import saying_of

HEADERS = {"Cache-Control": "private, no-cache", "Referrer-Policy": "no-referrer"}


async def written(request: Request, session: AsyncSession, feed: CalendarFeed) -> str:
    """The same as long as nothing changed: a meeting bears the time it was called, its changes their sequence."""
    state = request.app.state
    reader = state.translations.translator(feed.language)
    meetings = await meetings_of(session, feed, state.clock())
    rooms = await rooms_of(session, meetings)
    events = []
    for one in meetings:
        link = f"{state.settings.origin}/meetings/meetings/{one.id}"
        said = saying_of(one, rooms.get(one.room_id) if one.room_id else None, link, reader)
        events.append(event_of(said, one.called_at, one.sequence, cancelled=one.state == "cancelled"))
    return calendar(events, name=reader.t("schedule.feed_name"))


def answer(request: Request, text: str) -> Response:
    """304 where the asking calendar has just this already."""
    tag = f'"{sha256(text.encode()).hexdigest()[:32]}"'
    headers = {**HEADERS, "ETag": tag}
    known = {one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")}
    if tag in known:
        return Response(status_code=304, headers=headers)
    return Response(text, media_type="text/calendar; charset=utf-8", headers=headers)
