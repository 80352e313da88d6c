from collections.abc import Iterable, Sequence
from typing import TypeVar
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from meetings.meeting.seat import Seat
from meetings.minutes.errors import MinutesNotFound, PartNotFound
from meetings.minutes.states import SEEN, Part
from meetings.minutes.tables import ActionTask, Conclusion, MeetingNote, Minutes, MinutesEdition, MinutesSection

Row = TypeVar("Row", MinutesSection, Conclusion)
WHOLE = tuple(
    selectinload(part) for part in (Minutes.sections, Minutes.conclusions, Minutes.comments, Minutes.editions)
)


def part_of(seat: Seat) -> Part:
    return seat.participant.role if seat.participant else "caller"  # type: ignore[return-value]


async def find_minutes(session: AsyncSession, seat: Seat) -> Minutes | None:
    """As far as they may be seen; with everything in them."""
    query = select(Minutes).where(Minutes.meeting_id == seat.meeting.id).options(*WHOLE)
    found = await session.scalar(query.execution_options(populate_existing=True))
    return found if found and part_of(seat) in SEEN[found.state] else None  # type: ignore[index]


async def find_withdrawn(session: AsyncSession, seat: Seat) -> MinutesEdition | None:
    """The last edition, while none is in force: whoever could read it is told why they no longer can."""
    mine = select(MinutesEdition).join(Minutes, Minutes.id == MinutesEdition.minutes_id)
    mine = mine.where(Minutes.meeting_id == seat.meeting.id, Minutes.state != "published")
    found: MinutesEdition | None = await session.scalar(mine.order_by(MinutesEdition.edition.desc()).limit(1))
    return found


def edition_of(minutes: Minutes, seat: Seat, edition: int) -> MinutesEdition:
    """PartNotFound for one that there is not, or that was withdrawn and the seat is not of who conducts."""
    found = next((one for one in minutes.editions if one.edition == edition), None)
    if found is None or (found.withdrawn_at is not None and not seat.conducts):
        raise PartNotFound
    return found


async def get_minutes(session: AsyncSession, seat: Seat) -> Minutes:
    found = await find_minutes(session, seat)
    if found is None:
        raise MinutesNotFound
    return found


async def lock_minutes(session: AsyncSession, seat: Seat) -> Minutes:
    """Nobody else changes them, or anything in them, until the end of the transaction."""
    lock = select(Minutes.id).where(Minutes.meeting_id == seat.meeting.id).with_for_update()
    await session.scalar(lock)
    return await get_minutes(session, seat)


def section_of(minutes: Minutes, section_id: UUID) -> MinutesSection:
    return _own(minutes.sections, section_id)


def conclusion_of(minutes: Minutes, conclusion_id: UUID) -> Conclusion:
    return _own(minutes.conclusions, conclusion_id)


def _own(rows: Iterable[Row], wanted: UUID) -> Row:
    found = next((one for one in rows if one.id == wanted), None)
    if found is None:
        raise PartNotFound
    return found


async def list_notes(session: AsyncSession, meeting_id: UUID) -> Sequence[MeetingNote]:
    query = select(MeetingNote).where(MeetingNote.meeting_id == meeting_id)
    return (await session.scalars(query.order_by(MeetingNote.place, MeetingNote.id))).all()


async def tasks_of(session: AsyncSession, conclusions: Iterable[Conclusion]) -> dict[UUID, ActionTask]:
    """By action item."""
    ids = [one.id for one in conclusions if one.kind == "action"]
    rows = await session.scalars(select(ActionTask).where(ActionTask.conclusion_id.in_(ids)))
    return {one.conclusion_id: one for one in rows}
