"""Putting texts in and taking them out."""

from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from fastapi import FastAPI
from sqlalchemy import and_, delete, func, update
from sqlalchemy.ext.asyncio import AsyncSession

from assistant_staff.passage.tables import Passage
from kit.jobs import every
from kit.rows import into, write

KEPT = timedelta(days=7)
NOW = func.clock_timestamp()
_NEW = into(Passage)
_WORDS = {name: _NEW.excluded[name] for name in ("path", "title", "text", "gone")}
_PUT = _NEW.on_conflict_do_update(
    index_elements=["source_id", "place"],
    set_={**_WORDS, "changed_at": NOW},
    where=~and_(*(Passage.__table__.c[name] == value for name, value in _WORDS.items())),
)


class Part(NamedTuple):
    source_id: UUID
    place: int
    path: str
    title: str
    text: str


async def put(session: AsyncSession, kind: str, parts: Iterable[Part]) -> None:
    """What is there already with the same words stays as it is."""
    rows = [{**part._asdict(), "kind": kind, "gone": False} for part in parts]
    if rows:
        await write(session, _PUT, rows)


async def remove(session: AsyncSession, sources: Collection[UUID], *, behind: int = -1) -> None:
    """Of these sources the parts behind this place; their words go at once."""
    if not sources:
        return
    gone = update(Passage).where(Passage.source_id.in_(sources), Passage.place > behind, Passage.gone.is_(False))
    await session.execute(
        gone.values(gone=True, path="", title="", text="", changed_at=NOW).execution_options(synchronize_session=False)
    )


@every(timedelta(hours=6), name="sweep-passages")
async def sweep(session: AsyncSession, _: FastAPI) -> None:
    await session.execute(delete(Passage).where(Passage.gone, Passage.changed_at < func.now() - KEPT))
