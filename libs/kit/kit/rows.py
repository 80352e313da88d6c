"""Many rows written by one statement, which is compiled once and then kept, however many they are.

`insert(T).values(rows)` is another statement for each number of rows: SQLAlchemy keeps none of them, and takes some
milliseconds to compile a hundred rows each time.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, cast

from sqlalchemy import CursorResult, Executable, Table, inspect
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.ext.asyncio import AsyncSession

from kit.db import Base

Rows = Sequence[Mapping[str, Any]]


async def write(session: AsyncSession, statement: Executable, rows: Rows) -> CursorResult[Any]:
    """Rows name the same columns. `statement` is of a table, not of its class: see `into`."""
    await session.flush()
    return cast("CursorResult[Any]", await session.execute(statement, rows))


async def upsert(session: AsyncSession, table: type[Base], rows: Rows) -> None:
    """Over whatever is held under the same primary key."""
    if rows:
        await write(session, _upsert(table, tuple(sorted(rows[0]))), rows)


def into(table: type[Base]) -> Insert:
    """Of the table: for its class, the ORM would leave empty values out and give its own numbers of versions."""
    return insert(cast("Table", inspect(table).local_table))


def key_of(table: type[Base]) -> list[str]:
    return [column.name for column in inspect(table).primary_key]


@cache
def _upsert(table: type[Base], names: tuple[str, ...]) -> Insert:
    key, statement = key_of(table), into(table)
    told = {name: statement.excluded[name] for name in names if name not in key}
    return statement.on_conflict_do_update(index_elements=key, set_=told)
