from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from governance.attachment.tables import Attachment
from governance.document.queries import visible_to as documents_of
from governance.document.tables import Document, DocumentAttachment
from governance.index.errors import IndexEntryNotFound
from governance.index.schemas import IndexIds, IndexText, Kind
from governance.organisation.standing import Standing
from governance.task.queries import visible_to as tasks_of
from governance.task.reading import path_of
from governance.task.tables import Task

MOST_FILES, MOST_LETTERS, MOST_AT_ONCE = 20, 400_000, 500
TABLES: dict[Kind, type[Document] | type[Task]] = {"document": Document, "task": Task}
SCOPES = {"document": "documents:read", "task": "tasks:read"}


async def get_text(session: AsyncSession, kind: Kind, entry_id: UUID) -> IndexText:
    read = _document if kind == "document" else _task
    return await read(session, entry_id)


async def list_ids(session: AsyncSession, kind: Kind, after: UUID | None) -> IndexIds:
    table = TABLES[kind]
    query = select(table.id).where(_indexed(kind)).order_by(table.id).limit(MOST_AT_ONCE + 1)
    ids = (await session.scalars(query.where(table.id > after) if after else query)).all()
    more = len(ids) > MOST_AT_ONCE
    return IndexIds(ids=ids[:MOST_AT_ONCE], next=ids[MOST_AT_ONCE - 1] if more else None)


async def readable(session: AsyncSession, acting: Standing, kind: Kind, ids: Sequence[UUID]) -> Sequence[UUID]:
    """Of these, those the caller's own list would show."""
    if SCOPES[kind] not in acting.caller.scopes:
        return []
    table, seen = TABLES[kind], documents_of(acting) if kind == "document" else tasks_of(acting)
    return (await session.scalars(select(table.id).where(table.id.in_(ids), _indexed(kind), seen))).all()


def _indexed(kind: Kind) -> ColumnElement[bool]:
    if kind == "document":
        return (Document.state != "cancelled") & (Document.confidentiality == "open")
    return Task.state != "cancelled"


async def _document(session: AsyncSession, document_id: UUID) -> IndexText:
    found = await session.scalar(select(Document).where(Document.id == document_id, _indexed("document")))
    if found is None:
        raise IndexEntryNotFound
    files = select(Attachment.state, func.left(Attachment.text, MOST_LETTERS).label("words")).join(DocumentAttachment)
    files = files.where(DocumentAttachment.document_id == document_id).order_by(Attachment.created_at, Attachment.id)
    rows = (await session.execute(files.limit(MOST_FILES))).all()
    words = [found.note, found.opinion, found.progress, found.result, *(row.words for row in rows)]
    return IndexText(
        kind="document",
        id=found.id,
        version=found.version,
        title=found.subject,
        label=" · ".join(filter(None, (found.notation, found.sender))),
        path=f"/governance/documents/{found.id}",
        texts=[text for text in words if text],
        whole=all(row.state != "waiting" for row in rows),
        changed_at=found.registered_at,
    )


async def _task(session: AsyncSession, task_id: UUID) -> IndexText:
    found = await session.scalar(select(Task).where(Task.id == task_id, _indexed("task")))
    if found is None:
        raise IndexEntryNotFound
    return IndexText(
        kind="task",
        id=found.id,
        version=found.version,
        title=found.title,
        label=f"{found.number}/{found.year}",
        path=path_of(found.id),
        texts=[found.description] if found.description else [],
        whole=True,
        changed_at=found.opened_at,
    )
