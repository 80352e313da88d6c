"""Files come in here, for documents and tasks alike; their text is looked for afterwards (reading.py)."""

import asyncio
from collections.abc import AsyncIterable

from sqlalchemy.ext.asyncio import AsyncSession

from governance.attachment.naming import cleaned
from governance.attachment.tables import Attachment
from governance.organisation.standing import Standing
from kit.files import MIB, Arrived, Files, arriving
from kit.files.content import DOCUMENTS, Kind, checked
from kit.web.upload import Upload

MOST = 50 * MIB
ACCEPTED = DOCUMENTS
READABLE = frozenset({Kind.PDF.media_type, Kind.DOCX.media_type})


async def receive(
    session: AsyncSession, files: Files, acting: Standing, name: str, chunks: AsyncIterable[bytes]
) -> Attachment:
    """Kept whole, or a problem in words: empty-file, file-too-large, file-type-refused, file-encrypted, …"""
    async with arriving(chunks, most=MOST) as arrived:
        return await take(session, files, acting, Upload(name, arrived))


async def take(session: AsyncSession, files: Files, acting: Standing, upload: Upload) -> Attachment:
    """The same for what `kit.web.upload.uploaded` has brought."""
    kind = await _checked(upload.arrived)
    await files.put(upload.arrived)
    attachment = Attachment(
        digest=upload.arrived.digest,
        name=cleaned(upload.name),
        media_type=kind.media_type,
        size=upload.arrived.size,
        person_id=acting.person_id,
        state="waiting" if kind.media_type in READABLE else "unreadable",
        note="" if kind.media_type in READABLE else "no-text",
    )
    session.add(attachment)
    await session.flush()
    return attachment


async def _checked(arrived: Arrived) -> Kind:
    return await asyncio.to_thread(checked, arrived.file, ACCEPTED)
