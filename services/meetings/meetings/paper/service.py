"""Papers are added, changed, put in order, replaced and removed by who prepares the meeting, until it is over."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from kit.editing import edit, expect, unless_taken
from kit.errors import StaleEdit
from kit.files import MIB, Files
from kit.files.content import DOCUMENTS
from kit.files.naming import cleaned
from kit.files.sweeping import put
from kit.reading.judging import judged
from kit.web.upload import Upload
from meetings.meeting.seat import Seat
from meetings.meeting.service import must_be_ahead
from meetings.paper.errors import ItemUnknown, TooManyPapers
from meetings.paper.queries import all_papers, get_paper
from meetings.paper.rights import Reader
from meetings.paper.schemas import PaperMove, PaperPlaced, PaperUpdate
from meetings.paper.tables import Paper, PaperReader, PaperVersion
from meetings.participant.errors import ParticipantNotFound
from meetings.participant.queries import list_participants

MOST = 50 * MIB
ACCEPTED = DOCUMENTS
MOST_PAPERS = 100
"""Of one meeting."""
MOST_VERSIONS = 50


async def add(
    session: AsyncSession, files: Files, reader: Reader, uploads: Sequence[Upload], placed: PaperPlaced, now: datetime
) -> list[Paper]:
    must_prepare(reader.seat)
    meeting = reader.seat.meeting
    item = placed.item or None
    must_be_item(reader.seat, item)
    if len(await all_papers(session, meeting.id)) + len(uploads) > MOST_PAPERS:
        raise TooManyPapers(most=MOST_PAPERS)
    added = []
    for upload in uploads:
        version = await _received(session, files, reader, upload, 1, now)
        paper = Paper(meeting_id=meeting.id, agenda_item_id=item, name=version.name, audience=placed.audience)
        paper.versions, paper.readers = [version], []
        paper.place = await _last_place(session, meeting.id) + 1
        session.add(paper)
        await session.flush()
        added.append(paper)
    return added


async def change(session: AsyncSession, seat: Seat, paper_id: UUID, data: PaperUpdate, now: datetime) -> Paper:
    must_prepare(seat)
    paper = await get_paper(session, seat, paper_id, now)
    must_be_item(seat, data.agenda_item_id)
    named = set(data.named) if data.audience == "named" else set()
    if named - {one.id for one in await list_participants(session, seat.meeting.id)}:
        raise ParticipantNotFound
    edit(paper, data, leave=("named",))
    paper.readers = [one for one in paper.readers if one.participant_id in named] + [
        PaperReader(participant_id=one) for one in sorted(named - paper.named)
    ]
    await session.flush()
    return paper


async def move(session: AsyncSession, seat: Seat, paper_id: UUID, data: PaperMove, now: datetime) -> Paper:
    """Past its neighbour in the same item of the agenda; the first and the last stay where they are."""
    must_prepare(seat)
    paper = await get_paper(session, seat, paper_id, now)
    expect(paper, data.version)
    beside = [one for one in await all_papers(session, seat.meeting.id) if one.agenda_item_id == paper.agenda_item_id]
    at = next(number for number, one in enumerate(beside) if one.id == paper.id)
    other = at - 1 if data.to == "up" else at + 1
    if 0 <= other < len(beside):
        paper.place, beside[other].place = beside[other].place, paper.place
        await session.flush()
    return paper


async def replace(
    session: AsyncSession, files: Files, reader: Reader, paper_id: UUID, upload: Upload, now: datetime
) -> Paper:
    """The paper keeps its name, place and readers; what was there stays as a version. Of two at once one wins."""
    must_prepare(reader.seat)
    paper = await get_paper(session, reader.seat, paper_id, now)
    if len(paper.versions) >= MOST_VERSIONS:
        raise TooManyPapers(most=MOST_VERSIONS)
    version = await _received(session, files, reader, upload, paper.current.number + 1, now)
    async with unless_taken(session, StaleEdit(changed={}, version=paper.version)):
        paper.versions.append(version)
    return paper


async def remove(session: AsyncSession, seat: Seat, paper_id: UUID, now: datetime) -> None:
    """Who opened it stays known; its contents go later (sweeping.py)."""
    must_prepare(seat)
    paper = await get_paper(session, seat, paper_id, now)
    paper.removed_at = now
    await session.flush()


def must_prepare(seat: Seat) -> None:
    """Before the meeting and in it."""
    seat.must_prepare()
    must_be_ahead(seat.meeting)


def must_be_item(seat: Seat, item: UUID | None) -> None:
    if item is not None and item not in {one.id for one in seat.meeting.agenda}:
        raise ItemUnknown


async def _received(
    session: AsyncSession, files: Files, reader: Reader, upload: Upload, number: int, now: datetime
) -> PaperVersion:
    found = await judged(upload.arrived, ACCEPTED)
    await put(session, files, upload.arrived)
    return PaperVersion(
        number=number,
        digest=upload.arrived.digest,
        name=cleaned(upload.name),
        media_type=found.kind.media_type,
        size=upload.arrived.size,
        pages=found.pages,
        uploaded_by=reader.name,
        uploaded_at=now,
    )


async def _last_place(session: AsyncSession, meeting_id: UUID) -> int:
    return await session.scalar(select(func.max(Paper.place)).where(Paper.meeting_id == meeting_id)) or 0
