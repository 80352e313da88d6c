"""Files come in here, for documents and tasks alike; their text is looked for afterwards (reading.py)."""

from collections.abc import AsyncIterable

from sqlalchemy.ext.asyncio import AsyncSession

from governance.attachment.tables import Attachment
from governance.organisation.standing import Standing
from kit.files import MIB, Files, arriving
from kit.files.content import DOCUMENTS, Kind
from kit.files.naming import cleaned
from kit.files.sweeping import put
from kit.reading.judging import judged
from kit.web.upload import Upload

MOST = 50 * MIB
ACCEPTED = DOCUMENTS
READABLE = frozenset({Kind.PDF, Kind.DOCX})


async def receive(
    session: AsyncSession, files: Files, acting: Standing, name: str, chunks: AsyncIterable[bytes]
) -> Attachment:
    """Kept whole, or a problem in words: empty-file, file-too-large, file-type-refused, file-encrypted, …"""
    async with arriving(chunks, most=MOST) as arrived:
        return await take(session, files, acting, Upload(name, arrived))


async def take(session: AsyncSession, files: Files, acting: Standing, upload: Upload) -> Attachment:
    """The same for what `kit.web.upload.uploaded` has brought."""
    found = await judged(upload.arrived, ACCEPTED)
    await put(session, files, upload.arrived)
    attachment = Attachment(
        digest=upload.arrived.digest,
        name=cleaned(upload.name),
        media_type=found.kind.media_type,
        size=upload.arrived.size,
        pages=found.pages,
        person_id=acting.person_id,
        state="waiting" if found.kind in READABLE else "read",
        note="" if found.kind in READABLE else "no-text",
    )
    session.add(attachment)
    await session.flush()
    return attachment


async def discard(session: AsyncSession, attachment: Attachment) -> None:
    """Its link must be gone before. The content follows a day after the last attachment that has it (sweeping.py)."""
    await session.delete(attachment)
    await session.flush()
