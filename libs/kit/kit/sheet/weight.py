"""How much text a workbook becomes in memory: each cell gets a copy of its shared text, so a file of a few kilobytes
may name one long text a million times.

What cannot be told for certain counts as the longest of them.
"""

import re
from collections.abc import Iterator, Sequence
from xml.parsers.expat import ExpatError, ParserCreate
from zipfile import ZipFile

from kit.sheet.errors import SheetBroken, SheetTooLarge

STRINGS = "xl/sharedstrings.xml"
MOST_TEXT = 128 << 20
LONGEST_TEXT = 128 << 10
"""Bytes; a cell of a spreadsheet program holds 32,767 characters."""
_BLOCK = 1 << 20
_VALUE = re.compile(rb"<(?:[^\s<>/:]+:)?v(?=[\s>])(?:[^<>]*>([^<]*)(?=<))?")
_NUMBER = re.compile(rb"-?\d+\.\d+(?:[eE][+-]?\d+)?|-\d+|-?\d+[eE][+-]?\d+")
_LONGEST_PLACE = 18


def weigh(packed: ZipFile, part: str, lengths: Sequence[int]) -> None:
    """SheetTooLarge where a part, if it is a sheet, would take more than MOST_TEXT; `lengths`: of shared texts."""
    longest, weight = max(lengths, default=0), 0
    for value in _values(packed, part):
        if value.isdigit() and len(value) <= _LONGEST_PLACE:
            place = int(value)
            weight += lengths[place] if place < len(lengths) else 0
        elif not _NUMBER.fullmatch(value):
            weight += longest
        if weight > MOST_TEXT:
            raise SheetTooLarge(most=MOST_TEXT >> 20)


def _values(packed: ZipFile, part: str) -> Iterator[bytes]:
    """What stands in the cells of a sheet, nothing where it is not plain to see; blocks are cut between elements."""
    rest = b""
    with packed.open(part) as stream:
        while block := stream.read(_BLOCK):
            text = rest + block
            cut = max(text.rfind(b"<"), 0)
            for found in _VALUE.finditer(text, 0, cut + 1):
                yield found[1] or b""
            rest = text[cut:]
            if len(rest) > _BLOCK:
                raise SheetTooLarge(most=_BLOCK >> 20)


def text_lengths(packed: ZipFile) -> list[int]:
    """Bytes of each shared text, in order; calamine does not mind in which case the part's name is written."""
    named = [name for name in packed.namelist() if name.lower() == STRINGS]
    if not named:
        return []
    if len(named) > 1:
        raise SheetBroken(row=0)
    reading = _Reading()
    parser = ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = reading.start, reading.end
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = reading.text, reading.refuse
    try:
        with packed.open(named[0]) as stream:
            parser.ParseFile(stream)
    except ExpatError as error:
        raise SheetBroken(row=0) from error
    return reading.lengths


class _Reading:
    def __init__(self) -> None:
        self.lengths: list[int] = []
        self._inside = False

    def start(self, name: str, _: object) -> None:
        if name.rpartition(":")[2] == "si":
            if self._inside:
                self.refuse()
            self._inside = True
            self.lengths.append(0)

    def end(self, name: str) -> None:
        if name.rpartition(":")[2] == "si":
            self._inside = False

    def text(self, data: str) -> None:
        if self._inside:
            self.lengths[-1] += len(data.encode())
            if self.lengths[-1] > LONGEST_TEXT:
                raise SheetTooLarge(most=MOST_TEXT >> 20)

    def refuse(self, *_: object) -> None:
        raise SheetBroken(row=0)
