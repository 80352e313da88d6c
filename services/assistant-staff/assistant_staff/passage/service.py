"""Putting texts in and taking them out."""

from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import NamedTuple
from uuid import UUID

from fastapi import FastAPI
from sqlalchemy import delete, func, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from assistant_staff.passage.tables import Passage
from kit.jobs import every

KEPT = timedelta(days=7)
MOST_ROWS = 1000
NOW = func.clock_timestamp()


class Part(NamedTuple):
    source_id: UUID
    place: int
    path: str
    title: str
    text: str


async def put(session: AsyncSession, kind: str, parts: Iterable[Part]) -> None:
    """What is there already with the same words stays as it is."""
    rows = [{**part._asdict(), "kind": kind, "gone": False} for part in parts]
    for at in range(0, len(rows), MOST_ROWS):
        new = insert(Passage).values(rows[at : at + MOST_ROWS])
        told = {name: new.excluded[name] for name in ("path", "title", "text", "gone")}
        same = [getattr(Passage, name) == value for name, value in told.items()]
        await session.execute(
            new.on_conflict_do_update(
                index_elements=["source_id", "place"],
                set_={**told, "changed_at": NOW},
                where=~(same[0] & same[1] & same[2] & same[3]),
            )
        )


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
