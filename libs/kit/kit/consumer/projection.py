"""Copies of what others own, kept by events that may come twice, late, or again after years."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from sqlalchemy.dialects.postgresql import Insert
from sqlalchemy.ext.asyncio import AsyncSession

from kit.db import Base
from kit.rows import into, key_of, write


async def project(session: AsyncSession, table: type[Base], rows: Iterable[Mapping[str, Any]]) -> None:
    """Writes each row unless the one held has a newer `version`. Rows name the same columns, primary key included.

    What was removed stays as a row that says so: a deleted one would come back with an older event.
    """
    key = key_of(table)
    newest: dict[tuple[Any, ...], Mapping[str, Any]] = {}
    for row in rows:
        place = tuple(row[name] for name in key)
        if place not in newest or newest[place]["version"] <= row["version"]:
            newest[place] = row
    if newest:
        columns = tuple(sorted(next(iter(newest.values()))))
        await write(session, _unless_newer(table, columns), [newest[place] for place in sorted(newest)])


@cache
def _unless_newer(table: type[Base], names: tuple[str, ...]) -> Insert:
    key, statement = key_of(table), into(table)
    told = {name: statement.excluded[name] for name in names if name not in key}
    held = table.__table__.c.version
    return statement.on_conflict_do_update(index_elements=key, set_=told, where=held <= statement.excluded.version)
