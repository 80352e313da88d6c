"""The values of an .xlsx, row by row, for reading, not for reckoning: by calamine, which computes nothing."""

from collections.abc import Iterator
from typing import BinaryIO

from python_calamine import CalamineError, CalamineWorkbook

MOST_ROWS = 5000
"""Of each sheet."""
MOST_COLUMNS = 60


class NotSheet(ValueError):
    """It cannot be read as one."""


def lines(file: BinaryIO) -> Iterator[str]:
    """The name of each sheet, then its rows that are not empty, values parted by tabs."""
    try:
        book = CalamineWorkbook.from_filelike(file)
        for name in book.sheet_names:
            yield name
            yield from _rows(book, name)
            yield ""
    except CalamineError as error:
        raise NotSheet from error


def _rows(book: CalamineWorkbook, name: str) -> Iterator[str]:
    for number, row in enumerate(book.get_sheet_by_name(name).iter_rows()):
        if number >= MOST_ROWS:
            return
        values = [_worded(value) for value in row[:MOST_COLUMNS]]
        if any(values):
            yield "\t".join(values).rstrip()


def _worded(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)
