from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import undefer

from governance.attachment.errors import AttachmentNotFound
from governance.attachment.tables import Attachment
from kit.text import fold


async def get_attachment(session: AsyncSession, attachment_id: UUID, *, with_text: bool = False) -> Attachment:
    """Whether the caller may see it is for its document or task to say."""
    wanted = select(Attachment).where(Attachment.id == attachment_id)
    if with_text:
        wanted = wanted.options(undefer(Attachment.text)).execution_options(populate_existing=True)
    found = await session.scalar(wanted)
    if found is None:
        raise AttachmentNotFound
    return found


def has_words(q: str) -> ColumnElement[bool]:
    """All words of `q` stand in the text, with or without diacritics: for `where` on Attachment, by its index."""
    return func.to_tsvector("simple", Attachment.text_folded).op("@@")(func.plainto_tsquery("simple", fold(q)))
