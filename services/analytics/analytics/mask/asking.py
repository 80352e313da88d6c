"""Rows of a view, in a DuckDB of this process that reads the files of that view and nothing else."""

import asyncio
import threading
from collections.abc import Iterator, Sequence
from typing import Any

from analytics.dataset.sql import quoted
from analytics.lake.engine import Interrupted, connected
from analytics.mask.schemas import View
from kit.errors import Unavailable

SECONDS = 20.0
BLOCK = 1000


class AnswerSlow(Unavailable):
    code = "answer-slow"


async def rows_of(view: View, limit: int, order: str = "", offset: int = 0) -> list[tuple[Any, ...]]:
    """`order`: a column of the view, `-` before it reverses; any other is passed over."""
    shown = min(limit, view.most_rows) if view.most_rows else limit
    return await asyncio.to_thread(_rows, view, f"{_ordered(view, order)} LIMIT {shown} OFFSET {offset}")


def blocks_of(view: View) -> Iterator[Sequence[tuple[Any, ...]]]:
    """All rows the caller may have, some at a time."""
    limit = f" LIMIT {view.most_rows}" if view.most_rows else ""
    with connected(view.files, threads=2) as connection:
        asked = connection.execute(view.sql + limit)
        while block := asked.fetchmany(BLOCK):
            yield block


def _rows(view: View, asked: str) -> list[tuple[Any, ...]]:
    try:
        with connected(view.files, threads=2) as connection:
            ending = threading.Timer(SECONDS, connection.interrupt)
            ending.start()
            try:
                return [*connection.execute(asked).fetchall()]
            finally:
                ending.cancel()
    except Interrupted as error:
        raise AnswerSlow from error


def _ordered(view: View, order: str) -> str:
    name = order.removeprefix("-")
    if name not in {column.name for column in view.columns}:
        return f"SELECT * FROM ({view.sql})"  # noqa: S608 - the view's own
    down = " DESC" if order.startswith("-") else ""
    return f"SELECT * FROM ({view.sql}) ORDER BY {quoted(name)}{down} NULLS LAST"  # noqa: S608 - a column of the view
