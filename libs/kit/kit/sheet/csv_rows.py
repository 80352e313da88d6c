"""CSV as spreadsheet programs write it: comma, semicolon or tab; UTF-8 or UTF-16. Other encodings are named."""

import codecs
import csv
import re
from collections.abc import Iterator
from io import StringIO

from kit.sheet.columns import Heads
from kit.sheet.errors import SheetBroken, SheetEncoding, SheetGarbled, SheetKind

DELIMITERS = (",", ";", "\t")
_SIGNS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_TAIL = "\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u2122"
GARBLED = re.compile(f"á[º»][{_TAIL}]|[ÄÅ][‘\u0090ƒ‚©¨]|Æ[°¡¯]|Ã[\u00a1-\u00bf]")
"""Vietnamese letters of UTF-8 read as Windows-1252: ệ is "á»‡", đ is "Ä‘"."""
_TONED = re.compile(rb"[AEIOUYaeiouy\xc2\xca\xd4\xd5\xdd\xe2\xe3\xea\xf4\xf5\xfd][\xcc\xd2\xde\xec\xf2]|[\xd0\xf0\xfd]")
"""Windows-1258 has đ, ư and tones of their own, which follow the vowel: ạ is two bytes."""


def csv_rows(data: bytes, heads: Heads) -> Iterator[list[str]]:
    text = decoded(data)
    reader = csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text, heads), strict=True)
    try:
        yield from reader
    except csv.Error as error:
        raise SheetBroken(row=reader.line_num) from error


def decoded(data: bytes) -> str:
    text = _text(data)
    if GARBLED.search(text):
        raise SheetGarbled
    return text


def _text(data: bytes) -> str:
    for sign, encoding in _SIGNS:
        if data.startswith(sign):
            return _strict(data[len(sign) :], encoding)
    if sixteen := _sixteen(data):
        return _strict(data, sixteen)
    if b"\0" in data:
        raise SheetKind
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise SheetEncoding(encoding=_guess(data)) from error


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise SheetEncoding(encoding=encoding.upper()) from error


def _sixteen(data: bytes) -> str | None:
    """UTF-16 without a mark: every other byte of plain letters is zero."""
    head = data[:400]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) * 4 < len(head) or min(even, odd) * 8 > len(head):
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


def _guess(data: bytes) -> str:
    return "Windows-1258" if _TONED.search(data) else "Windows-1252"


def _delimiter(text: str, heads: Heads) -> str:
    """The one that makes most headings known."""
    first = next((line for line in text.splitlines() if line.strip(" \t,;")), "")
    return max(DELIMITERS, key=lambda one: heads.known(next(csv.reader([first], delimiter=one), [])))
