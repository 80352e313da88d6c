"""Notes: what who conducts writes down while the meeting goes on, an item at a time."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from kit.auth import Caller
from kit.editing import expect, unless_taken
from kit.errors import StaleEdit
from kit.text import fold
from meetings.meeting.seat import Seat
from meetings.minutes.errors import NotesClosed, PartNotFound
from meetings.minutes.queries import find_minutes, list_notes
from meetings.minutes.schemas import NoteWrite
from meetings.minutes.tables import MeetingNote

LAST = 1_000
"""The place of what concerns the whole meeting, and of notes whose item is no longer on the agenda."""


@dataclass(frozen=True)
class Sheet:
    """One place to write: an item of the agenda (None: the whole), with what is there."""

    item_id: UUID | None
    heading: str
    place: int
    body: str = ""
    version: int = 0


async def sheets(session: AsyncSession, seat: Seat) -> list[Sheet]:
    """In the order of the agenda, then on the whole, then what was noted on items that are gone."""
    seat.must_conduct()
    notes = {one.item_id: one for one in await list_notes(session, seat.meeting.id)}
    places = [Sheet(one.id, one.title, one.place) for one in seat.meeting.agenda] + [Sheet(None, "", LAST)]
    written = [_filled(one, notes.pop(one.item_id, None)) for one in places]
    gone = [Sheet(one.item_id, one.heading, LAST, one.body, one.version) for one in notes.values() if one.body]
    return written + gone


async def write(session: AsyncSession, caller: Caller, seat: Seat, data: NoteWrite, now: datetime) -> MeetingNote:
    """StaleEdit, with what is there now, when somebody else wrote meanwhile."""
    seat.must_conduct()
    await _must_be_open(session, seat)
    sheet = next((one for one in await sheets(session, seat) if one.item_id == data.item_id), None)
    if sheet is None:
        raise PartNotFound
    note = next((one for one in await list_notes(session, seat.meeting.id) if one.item_id == data.item_id), None)
    facts = {"body": data.body, "folded": fold(data.body), "edited_by": caller.subject, "edited_at": now}
    if note is None:
        return await _begin(session, seat, sheet, data, facts)
    expect(note, data.version, {"body": data.body})
    for name, value in facts.items():
        setattr(note, name, value)
    await session.flush()
    return note


async def _begin(
    session: AsyncSession, seat: Seat, sheet: Sheet, data: NoteWrite, facts: dict[str, object]
) -> MeetingNote:
    if data.version:
        raise StaleEdit(changed={"body": ""}, version=0)
    note = MeetingNote(
        meeting_id=seat.meeting.id, item_id=sheet.item_id, heading=sheet.heading, place=sheet.place, **facts
    )
    async with unless_taken(session, StaleEdit()):
        session.add(note)
    return note


async def _must_be_open(session: AsyncSession, seat: Seat) -> None:
    if seat.meeting.state == "cancelled":
        raise NotesClosed
    minutes = await find_minutes(session, seat)
    if minutes is not None and minutes.state in {"approved", "published"}:
        raise NotesClosed


def _filled(sheet: Sheet, note: MeetingNote | None) -> Sheet:
    return Sheet(sheet.item_id, sheet.heading, sheet.place, note.body, note.version) if note else sheet
