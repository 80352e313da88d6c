"""A file that was sent, as lines of cells by the names of their columns."""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Protocol

from kit.sheet.cells import Cell
from kit.sheet.columns import Column, Heads
from kit.sheet.csv_rows import csv_rows
from kit.sheet.errors import SheetEmpty, SheetKind, SheetTooLarge, SheetTooLong
from kit.sheet.lines import Line, Sheet, Wrong
from kit.sheet.xlsx_rows import OLE, ZIP, xlsx_rows
from kit.text import clean_text
from kit.web.translations import Translations

MOST_BYTES, MOST_ROWS = 20 << 20, 20_000
_OTHERS = (
    OLE,
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"{\\rtf",
    b"<!DOCTYPE",
    b"<html",
    b"Rar!",
    b"7z\xbc\xaf",
)


@dataclass(frozen=True)
class Upload:
    name: str
    data: bytes


class Sent(Protocol):
    """Starlette's UploadFile."""

    @property
    def filename(self) -> str | None: ...
    async def read(self, size: int = -1, /) -> bytes: ...


async def received(file: Sent, most: int = MOST_BYTES) -> Upload:
    """SheetTooLarge before more than `most` bytes are in memory."""
    data = await file.read(most + 1)
    if len(data) > most:
        raise SheetTooLarge(most=most >> 20)
    return Upload(file.filename or "", data)


async def read_sheet(
    upload: Upload, columns: Sequence[Column], translations: Translations, *, most_rows: int = MOST_ROWS
) -> Sheet:
    """Outside the loop, which others wait for. Raises what kit.sheet.errors names."""
    return await asyncio.to_thread(_read, upload.data, Heads(columns, translations), most_rows)


def _read(data: bytes, heads: Heads, most_rows: int) -> Sheet:
    if not data.strip():
        raise SheetEmpty
    if data.startswith(_OTHERS):
        raise SheetKind
    rows: Iterator[Sequence[Cell]] = xlsx_rows(data, most_rows) if data.startswith(ZIP) else csv_rows(data, heads)
    return _lines(_numbered(rows), heads, most_rows)


def _numbered(rows: Iterable[Sequence[Cell]]) -> Iterator[tuple[int, Sequence[Cell]]]:
    """Without those that are empty."""
    for number, row in enumerate(rows, start=1):
        if any(not isinstance(cell, str) or cell.strip() for cell in row):
            yield number, row


def _lines(rows: Iterator[tuple[int, Sequence[Cell]]], heads: Heads, most_rows: int) -> Sheet:
    head = next(rows, None)
    first = next(rows, None)
    if head is None:
        raise SheetEmpty
    places = heads.places(head[1])
    if first is None:
        raise SheetEmpty
    lines: list[Line] = []
    wrong: list[Wrong] = []
    for number, row in chain([first], rows):
        if len(lines) == most_rows:
            raise SheetTooLong(most=most_rows)
        lines.append(Line(number, dict(_named(number, row, places, wrong))))
    return Sheet(lines, wrong)


def _named(number: int, row: Sequence[Cell], places: dict[int, str], wrong: list[Wrong]) -> Iterator[tuple[str, Any]]:
    for place, cell in enumerate(row):
        try:
            value = clean_text(cell) if isinstance(cell, str) else cell
        except ValueError:
            wrong.append(Wrong(number, places.get(place, ""), "sheet.wrong.letters", str(cell)))
            continue
        if value == "":
            continue
        if place in places:
            yield places[place], value
        else:
            wrong.append(Wrong(number, "", "sheet.wrong.beyond", str(cell)))
