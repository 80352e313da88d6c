"""XLSX by calamine, which reads values only: formulas are never computed, links and macros never followed.

It lays a sheet out as one dense table, so a file of two cells far apart would take all memory; that is looked at first,
and that nothing is larger unpacked than it says, nor its texts in all cells together (weight.py).
"""

import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from io import BytesIO
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetMetadata,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from kit.files import archive
from kit.sheet.cells import Cell
from kit.sheet.columns import MOST_COLUMNS
from kit.sheet.errors import SheetBroken, SheetEmpty, SheetKind, SheetTooLarge, SheetTooLong
from kit.sheet.weight import text_lengths, weigh

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
MOST_UNPACKED, MOST_CELLS = 200 << 20, 30_000_000
"""Bytes; cells of the dense table, of 32 bytes each. More of them than this cannot all be filled within the bytes."""
_PLACE = re.compile(rb"""\sr=["']([A-Z]{1,3})?([0-9]{1,7})["']""")
_CHUNK = 1 << 20


def xlsx_rows(data: bytes, most_rows: int) -> Iterator[list[Cell]]:
    guard(data, most_rows)
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        shown = [one.name for one in book.sheets_metadata if _is_table(one)]
        if not shown:
            raise SheetEmpty
        rows = book.get_sheet_by_name(shown[0]).iter_rows()
        yield from ([_cell(value) for value in row] for row in rows)
    except PasswordError as error:
        raise SheetKind from error
    except CalamineError as error:
        raise SheetBroken(row=0) from error


def _is_table(sheet: SheetMetadata) -> bool:
    return sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet


def guard(data: bytes, most_rows: int) -> None:
    """SheetKind, SheetBroken, SheetTooLarge or SheetTooLong where it must not be read any further."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            parts = packed.infolist()
            if "xl/workbook.xml" not in packed.NameToInfo:
                raise SheetKind
            if sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise SheetTooLarge(most=MOST_UNPACKED >> 20)
            archive.parts(BytesIO(data))
            lengths = text_lengths(packed)
            for part in parts:  # a sheet may be called anything
                _look_through(packed, part, most_rows)
                weigh(packed, part.filename, lengths)
    except (zipfile.BadZipFile, OSError, RuntimeError, EOFError) as error:
        raise SheetBroken(row=0) from error


def _look_through(packed: zipfile.ZipFile, part: zipfile.ZipInfo, most_rows: int) -> None:
    """No cell of a sheet lies beyond the rows and columns that are read, nor makes the table too large."""
    rest, read, is_sheet, last_row, last_column = b"", 0, False, 0, 0
    with packed.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            read += len(chunk)
            if read > MOST_UNPACKED:
                raise SheetTooLarge(most=MOST_UNPACKED >> 20)
            text = rest + chunk
            is_sheet = is_sheet or b"sheetData" in text
            for letters, row in _PLACE.findall(text):
                last_row, last_column = max(last_row, int(row)), max(last_column, _column(letters))
            if is_sheet:
                _refuse_far(last_row, last_column, most_rows)
            rest = chunk[-20:]


def _refuse_far(row: int, column: int, most_rows: int) -> None:
    if row > most_rows + 100 or column > MOST_COLUMNS:
        raise SheetTooLong(most=most_rows)
    if row * column > MOST_CELLS:
        raise SheetTooLarge(most=MOST_UNPACKED >> 20)


@cache
def _column(letters: bytes) -> int:
    """There are few of them: three letters at the most."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _cell(value: Any) -> Cell:
    if isinstance(value, bool | str):
        return value
    if isinstance(value, float):
        return Decimal(int(value)) if value.is_integer() else Decimal(repr(value))
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else str(value)
