"""The text of files, looked for after they have come in: waiting → read, or unreadable and why."""

import asyncio
from contextlib import suppress
from datetime import timedelta
from time import monotonic

from fastapi import FastAPI
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from governance.attachment.tables import Attachment
from kit.files import MIB, Arrived, FileMissing, Files, arriving
from kit.files.content import Kind
from kit.jobs import every
from kit.reading import confined
from kit.reading.confined import Read, ReadingBusy
from kit.text import fold, nfc

MOST = 64 * MIB
LONGEST_ROUND = 10.0
"""Seconds; with the last file's own time it stays below the minute after which the database hangs up."""
PATIENCE = 45.0
"""Seconds for one file: longer than a reader waits, since the machine may be busy."""
MOST_FOLDED = 300 << 10
"""Characters; about what a search index of PostgreSQL can take (1 MiB)."""


WAITING = select(Attachment).where(Attachment.state == text("'waiting'"))
"""In the words of its index."""


@every(timedelta(seconds=1), name="read-attachments", when=WAITING)
async def read_attachments(_: AsyncSession, app: FastAPI) -> None:
    began = monotonic()
    with suppress(ReadingBusy):  # people go first; it waits for the next round
        while monotonic() - began < LONGEST_ROUND:
            async with app.state.database.session() as session:
                if not await read_next(session, app.state.files):
                    return


async def read_next(session: AsyncSession, files: Files) -> bool:
    """Whether there was one. What it found holds for every attachment of the same content."""
    oldest = WAITING.order_by(Attachment.created_at).limit(1)
    attachment = await session.scalar(oldest.with_for_update(skip_locked=True))
    if attachment is None:
        return False
    try:
        async with arriving(files.stream(attachment.digest), most=MOST) as arrived:
            found = await _read(attachment, arrived)
    except FileMissing:
        found = {"state": "unreadable", "note": "missing"}
    await _settle(session, attachment.digest, found)
    return True


async def _read(attachment: Attachment, arrived: Arrived) -> dict[str, object]:
    if arrived.digest != attachment.digest:
        return {"state": "unreadable", "note": "damaged"}
    ask = confined.pdf_text if attachment.media_type == Kind.PDF.media_type else confined.docx_text
    read = await ask(arrived.file, seconds=PATIENCE)
    return await asyncio.to_thread(_found, read)


def _found(read: Read) -> dict[str, object]:
    if read.state != "ok":
        return {"state": "unreadable", "note": "too-slow" if read.state == "late" else read.state}
    text = nfc(read.content.decode("utf-8", "replace"))
    note = "" if text else "no-words"
    return {"state": "read", "note": note, "pages": read.pages, "text": text, "text_folded": fold(text)[:MOST_FOLDED]}


async def _settle(session: AsyncSession, digest: str, found: dict[str, object]) -> None:
    same = update(Attachment).where(Attachment.digest == digest, Attachment.state == "waiting")
    same = same.execution_options(synchronize_session=False)
    try:
        async with session.begin_nested():
            await session.execute(same.values(**found))
    except DBAPIError:  # words that make more of an index than the database holds
        await session.execute(same.values(**{**found, "text_folded": "", "note": "not-searchable"}))
