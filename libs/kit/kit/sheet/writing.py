"""Sheets to give away. Nothing in them is a formula or a link, whatever it begins with."""

import asyncio
from collections.abc import AsyncIterable, AsyncIterator, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from tempfile import TemporaryFile
from typing import IO, Any
from urllib.parse import quote

import xlsxwriter
from starlette.responses import Response, StreamingResponse
from xlsxwriter.worksheet import Worksheet

from kit.clock import ZONE
from kit.sheet.columns import Column
from kit.web.translations import Translator

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_DAY, _MOMENT = {"num_format": "dd/mm/yyyy"}, {"num_format": "dd/mm/yyyy hh:mm"}
_HEAD = {"bold": True, "bg_color": "#E8EDF4", "border": 1, "text_wrap": True, "valign": "top"}
ROWS_AT_ONCE, PART = 200, 1 << 16
Table = tuple[str, Sequence[str], Iterable[Sequence[Any]]]


def workbook(name: str, *tables: Table) -> Response:
    """An XLSX to download; a table is the title of its sheet, its headings and its rows."""
    out = BytesIO()
    with xlsxwriter.Workbook(out, {**_PLAIN, "in_memory": True}) as book:
        formats = _formats(book)
        for title, head, rows in tables:
            sheet = book.add_worksheet(title[:31])
            _begin(sheet, head, formats)
            _fill(sheet, 1, rows, formats)
    return Response(out.getvalue(), media_type=XLSX, headers=_named(name))


async def workbook_list(name: str, title: str, head: Sequence[str], rows: AsyncIterable[Sequence[Any]]) -> Response:
    """One table of what may be many rows (kit.page.every): some hundred are held at a time, the rest is on disk."""
    file = TemporaryFile()  # noqa: SIM115 - closed by _content, once it was sent
    book = xlsxwriter.Workbook(file, {**_PLAIN, "constant_memory": True})
    sheet, formats, number, held = book.add_worksheet(title[:31]), _formats(book), 1, list[Sequence[Any]]()
    _begin(sheet, head, formats)
    async for row in rows:
        held.append(row)
        if len(held) == ROWS_AT_ONCE:
            await asyncio.to_thread(_fill, sheet, number, held, formats)
            number, held = number + len(held), []
    _fill(sheet, number, held, formats)
    await asyncio.to_thread(book.close)
    return StreamingResponse(_content(file), media_type=XLSX, headers=_named(name))


async def _content(file: IO[bytes]) -> AsyncIterator[bytes]:
    with file:
        file.seek(0)
        while part := await asyncio.to_thread(file.read, PART):
            yield part


def template(name: str, columns: Sequence[Column], reader: Translator) -> Response:
    """A first sheet to fill in, a second that says what goes where."""
    titles = [reader.t(column.title) for column in columns]
    guide = [_guide(title, column, reader) for title, column in zip(titles, columns, strict=True)]
    head = [reader.t(f"sheet.guide_{part}") for part in ("column", "required", "what", "example")]
    return workbook(name, (reader.t("sheet.data"), titles, []), (reader.t("sheet.guide"), head, guide))


def report(name: str, columns: Sequence[Column], errors: Iterable[Mapping[str, Any]], reader: Translator) -> Response:
    """What is wrong, row by row; `errors` worded already (kit.web.worded)."""
    titles = {column.name: reader.t(column.title) for column in columns}
    head = [reader.t(f"sheet.{part}") for part in ("row", "column", "value", "what")]
    rows = [(one["row"], titles.get(one["field"], ""), one.get("value", ""), one["message"]) for one in errors]
    return workbook(name, (reader.t("sheet.problems"), head, rows))


def _guide(title: str, column: Column, reader: Translator) -> tuple[str, str, str, str]:
    needed = reader.t("sheet.needed") if column.required else ""
    return title, needed, reader.t(column.hint) if column.hint else "", column.example


def _named(name: str) -> dict[str, str]:
    return {"Content-Disposition": f"attachment; filename*=UTF-8''{quote(name)}"}


def _formats(book: xlsxwriter.Workbook) -> dict[Any, Any]:
    return {"head": book.add_format(_HEAD), date: book.add_format(_DAY), datetime: book.add_format(_MOMENT)}


def _begin(sheet: Worksheet, head: Sequence[str], formats: Mapping[Any, Any]) -> None:
    sheet.freeze_panes(1, 0)
    for place, title in enumerate(head):
        sheet.set_column(place, place, max(14, min(44, len(title) + 6)))
        sheet.write_string(0, place, title, formats["head"])


def _fill(sheet: Worksheet, first: int, rows: Iterable[Sequence[Any]], formats: Mapping[Any, Any]) -> None:
    for number, row in enumerate(rows, start=first):
        for place, value in enumerate(row):
            _write(sheet, number, place, value, formats)


def _write(sheet: Worksheet, row: int, place: int, value: Any, formats: Mapping[Any, Any]) -> None:
    if isinstance(value, datetime):
        sheet.write_datetime(row, place, value.astimezone(ZONE).replace(tzinfo=None), formats[datetime])
    elif isinstance(value, date):
        sheet.write_datetime(row, place, datetime(value.year, value.month, value.day), formats[date])  # noqa: DTZ001
    elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        sheet.write_number(row, place, float(value))
    elif value is not None and value != "":
        sheet.write_string(row, place, str(value)[:32_767])
