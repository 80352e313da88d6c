"""Who opened what when, and what they noted for themselves."""

from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from kit.editing import expect, unless_taken
from kit.errors import StaleEdit
from kit.text import fold, sort_key
from meetings.paper.queries import find_note
from meetings.paper.rights import Reader
from meetings.paper.schemas import Kind, NoteWrite
from meetings.paper.tables import Paper, PaperNote, PaperOpening

SAME = timedelta(minutes=10)
"""Page after page of one version within this time is one reading."""


async def record(session: AsyncSession, paper: Paper, number: int, reader: Reader, kind: Kind, now: datetime) -> None:
    if kind == "read" and await _is_known(session, paper, number, reader, now):
        return
    session.add(
        PaperOpening(
            paper_id=paper.id,
            number=number,
            reader=reader.key,
            name=reader.name,
            sort_key=sort_key(reader.name),
            folded=fold(reader.name),
            kind=kind,
            opened_at=now,
        )
    )
    await session.flush()


async def _is_known(session: AsyncSession, paper: Paper, number: int, reader: Reader, now: datetime) -> bool:
    lately = exists().where(
        PaperOpening.paper_id == paper.id,
        PaperOpening.reader == reader.key,
        PaperOpening.opened_at > now - SAME,
        PaperOpening.number == number,
        PaperOpening.kind == "read",
    )
    return bool(await session.scalar(select(lately)))


async def write_note(session: AsyncSession, paper: Paper, reader: Reader, data: NoteWrite, now: datetime) -> PaperNote:
    """A first one that comes twice at once is a stale edit, too."""
    note = await find_note(session, paper.id, reader.key)
    if note is None:
        note = PaperNote(paper_id=paper.id, reader=reader.key, text=data.text, written_at=now)
        async with unless_taken(session, StaleEdit(changed={}, version=1)):
            session.add(note)
        return note
    expect(note, data.version, {"text": data.text})
    note.text, note.written_at = data.text, now
    await session.flush()
    return note
