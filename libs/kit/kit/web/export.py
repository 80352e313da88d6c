"""Lists as files for spreadsheets."""

import csv
import re
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Sequence
from decimal import Decimal
from io import StringIO
from typing import Any
from urllib.parse import quote

from starlette.responses import Response, StreamingResponse

FORMULA = re.compile(r"(^|[;\t\r\n])(?=[=+@\t\r-])")
"""Also in the middle of a text: a spreadsheet set to part by semicolons begins a cell there, whatever is quoted."""
ROWS_AT_ONCE = 200
MARK = "\ufeff"
"""Without which Excel misreads Vietnamese letters."""


def csv_file(name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> Response:
    """What is few enough to be held: begins with a byte order mark."""
    return Response(MARK + _lines([header, *rows]), media_type="text/csv", headers=_named(name))


async def csv_list(name: str, header: Sequence[str], rows: AsyncIterable[Sequence[Any]]) -> Response:
    """The same of what may be many, with kit.page.every: some hundred rows are held at a time.

    The first of them are read before the answer begins, so that what goes wrong there can still be told.
    """
    parts = _parts(header, rows)
    first = await anext(parts)

    async def body() -> AsyncIterator[str]:
        yield first
        async for part in parts:
            yield part

    return StreamingResponse(body(), media_type="text/csv", headers=_named(name))


async def _parts(header: Sequence[str], rows: AsyncIterable[Sequence[Any]]) -> AsyncIterator[str]:
    held: list[Sequence[Any]] = [header]
    mark = MARK
    async for row in rows:
        held.append(row)
        if len(held) > ROWS_AT_ONCE:
            yield mark + _lines(held)
            mark, held = "", []
    if mark or held:
        yield mark + _lines(held)


def _lines(rows: Iterable[Sequence[Any]]) -> str:
    out = StringIO()
    csv.writer(out).writerows([_cell(value) for value in row] for row in rows)
    return out.getvalue()


def _named(name: str) -> dict[str, str]:
    return {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}


def _cell(value: Any) -> str:
    """What a spreadsheet would run as a formula is quoted; numbers are none."""
    text = "" if value is None else str(value)
    return text if isinstance(value, int | float | Decimal) else defused(text)


def defused(text: str) -> str:
    return FORMULA.sub(r"\1'", text)
