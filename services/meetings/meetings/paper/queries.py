from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import selectinload

from kit.page import Page, paged
from kit.text import fold
from meetings.meeting.seat import Seat
from meetings.paper.errors import PaperNotFound
from meetings.paper.rights import may_read
from meetings.paper.schemas import OpeningFilter
from meetings.paper.tables import Paper, PaperNote, PaperOpening, PaperVersion

KEYS = {"opened": PaperOpening.opened_at, "name": PaperOpening.sort_key}


def whole() -> Select[Paper]:
    """With its versions and named readers."""
    return select(Paper).options(selectinload(Paper.versions), selectinload(Paper.readers))


async def all_papers(session: AsyncSession, meeting_id: UUID) -> list[Paper]:
    """Of the meeting, in order, whoever may read them."""
    query = whole().where(Paper.meeting_id == meeting_id, Paper.removed_at.is_(None))
    return list(await session.scalars(query.order_by(Paper.place, Paper.id)))


async def list_papers(session: AsyncSession, seat: Seat, now: datetime) -> list[Paper]:
    """Those that may be read from this seat now."""
    return [one for one in await all_papers(session, seat.meeting.id) if may_read(one, seat, now)]


async def get_paper(session: AsyncSession, seat: Seat, paper_id: UUID, now: datetime) -> Paper:
    """PaperNotFound for another meeting's, for a removed one, and for who may not read it."""
    found = await session.scalar(whole().where(Paper.id == paper_id, Paper.meeting_id == seat.meeting.id))
    if found is None or not may_read(found, seat, now):
        raise PaperNotFound
    return found


def version_of(paper: Paper, number: int) -> PaperVersion:
    found = next((one for one in paper.versions if one.number == number), None)
    if found is None:
        raise PaperNotFound
    return found


async def list_openings(session: AsyncSession, paper_id: UUID, wanted: OpeningFilter) -> Page[PaperOpening]:
    query = select(PaperOpening).where(PaperOpening.paper_id == paper_id)
    for word in fold(wanted.q).split()[:10]:
        query = query.where(PaperOpening.folded.contains(word, autoescape=True))
    if wanted.kind:
        query = query.where(PaperOpening.kind == wanted.kind)
    newest_first = wanted if wanted.sort else wanted.model_copy(update={"sort": "-opened"})
    return await paged(session, query, newest_first, KEYS, PaperOpening.id)


async def find_note(session: AsyncSession, paper_id: UUID, reader: str) -> PaperNote | None:
    found: PaperNote | None = await session.scalar(
        select(PaperNote).where(PaperNote.paper_id == paper_id, PaperNote.reader == reader)
    )
    return found
