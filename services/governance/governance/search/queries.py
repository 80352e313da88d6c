from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from governance.document.queries import visible_to as documents_of
from governance.document.tables import Document
from governance.organisation.standing import Standing
from governance.search.number import number_of
from governance.task.queries import visible_to as tasks_of
from governance.task.tables import Task
from kit.text import fold

MOST = 8


async def documents_called(session: AsyncSession, acting: Standing, q: str) -> Sequence[Document]:
    """Those with this very notation or number in the register (`125`, `125/2026`), the newest first."""
    called = or_(Document.notation_folded == fold(q), *_numbered(Document, q))
    query = select(Document).where(documents_of(acting), called).order_by(Document.place.desc(), Document.id)
    return (await session.scalars(query.limit(MOST))).all()


async def tasks_called(session: AsyncSession, acting: Standing, q: str) -> Sequence[Task]:
    numbered = _numbered(Task, q)
    if not numbered:
        return []
    query = select(Task).where(tasks_of(acting), *numbered).order_by(Task.year.desc(), Task.id.desc())
    return (await session.scalars(query.limit(MOST))).all()


def _numbered(table: Any, q: str) -> list[ColumnElement[bool]]:
    asked = number_of(q)
    if asked is None:
        return []
    same: ColumnElement[bool] = table.number == asked.number
    return [same & (table.year == asked.year) if asked.year else same]
