"""Copies of what others own, kept by events that may come twice, late, or again after years."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import inspect
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from kit.db import Base


async def project(session: AsyncSession, table: type[Base], rows: Iterable[Mapping[str, Any]]) -> None:
    """Writes each row unless the one held has a newer `version`. Rows name the same columns, primary key included.

    What was removed stays as a row that says so: a deleted one would come back with an older event.
    """
    key = [column.name for column in inspect(table).primary_key]
    newest: dict[tuple[Any, ...], Mapping[str, Any]] = {}
    for row in rows:
        place = tuple(row[name] for name in key)
        if place not in newest or newest[place]["version"] <= row["version"]:
            newest[place] = row
    if not newest:
        return
    statement = insert(table).values([newest[place] for place in sorted(newest)])
    told = {name: statement.excluded[name] for name in next(iter(newest.values())) if name not in key}
    held = table.__table__.c.version
    await session.execute(
        statement.on_conflict_do_update(index_elements=key, set_=told, where=held <= statement.excluded.version)
    )
