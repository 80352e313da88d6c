"""Files of a document: as they came, added and taken away by the clerk, each time with a line in its history."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from governance.attachment.service import discard, take
from governance.attachment.tables import Attachment
from governance.document import queries
from governance.document.rights import demand
from governance.document.service import record, tell_changed
from governance.document.tables import DocumentAttachment
from governance.organisation.standing import Standing
from kit.files import Files
from kit.web.upload import Upload


async def keep(session: AsyncSession, files: Files, acting: Standing, uploads: Sequence[Upload]) -> list[Attachment]:
    """Before a number is taken: checking files takes its time."""
    return [await take(session, files, acting, upload) for upload in uploads]


async def enclose(session: AsyncSession, document_id: UUID, kept: Sequence[Attachment], *, again: bool = False) -> None:
    """`again`: the same form was sent before, and with it these files."""
    if again:
        for one in kept:
            await discard(session, one)
        return
    session.add_all(DocumentAttachment(document_id=document_id, attachment_id=one.id) for one in kept)


async def attach(
    session: AsyncSession, files: Files, acting: Standing, document_id: UUID, uploads: Sequence[Upload], now: datetime
) -> list[Attachment]:
    demand(acting, await queries.get_document(session, acting, document_id), "attach")
    kept = await keep(session, files, acting, uploads)
    # checking files takes its time, in which the document may have been cancelled or settled
    document = await queries.get_document(session, acting, document_id, lock=True)
    _, stead = demand(acting, document, "attach")
    await enclose(session, document.id, kept)
    for one in kept:
        record(session, acting, document, "attach", now, stead=stead, note=one.name)
    await tell_changed(session, document)
    return kept


async def detach(
    session: AsyncSession, acting: Standing, document_id: UUID, attachment_id: UUID, now: datetime
) -> None:
    """The file itself goes when nobody else has it."""
    document = await queries.get_document(session, acting, document_id, lock=True)
    _, attachment = await queries.get_file(session, acting, document_id, attachment_id)
    _, stead = demand(acting, document, "attach")
    link = DocumentAttachment.document_id == document.id, DocumentAttachment.attachment_id == attachment.id
    await session.execute(delete(DocumentAttachment).where(*link))
    await discard(session, attachment)
    record(session, acting, document, "detach", now, stead=stead, note=attachment.name)
    await tell_changed(session, document)
