"""ZIP files, as .docx and .xlsx are: judged by their list of parts before anything is unpacked, then measured.

What the list says of a part's size is not believed either: each part is unpacked into nothing, up to that size.
"""

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO
from xml.etree.ElementTree import ParseError
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, LargeZipFile, ZipFile, ZipInfo

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from kit.files.errors import Damaged, Encrypted, Unpackable

MOST_PARTS = 5000
MOST_LIST_BYTES = 1 << 20
MOST_BYTES = 256 << 20
MOST_RATIO = 200
"""Tables of the same words reach 100; more than that over `SMALL` bytes is made to be a burden."""
SMALL = 1 << 20
END, END_64 = b"PK\x05\x06", b"PK\x06\x07"
TYPES = "[Content_Types].xml"
NESTED = re.compile(r"\.(zip|rar|7z|gz|tgz|bz2|xz|jar|iso|exe|dll|js|vbs|bat|cmd|ps1)$", re.IGNORECASE)
OUTSIDE = re.compile(r"(^[/\\])|(^[A-Za-z]:)|\\|(^|/)\.\.(/|$)|[\x00-\x1f]")
UNREADABLE = (BadZipFile, LargeZipFile, zlib.error, struct.error, RuntimeError, ValueError, EOFError, OverflowError)
BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Parts:
    types: frozenset[str]
    """Content types of an Office file; none in any other ZIP."""
    macros: bool


def parts(file: IO[bytes]) -> Parts:
    """Damaged, Encrypted or Unpackable if it must not be opened any further."""
    try:
        _check_list(file)
        with ZipFile(file) as opened:
            listed = opened.infolist()
            _check_parts(listed)
            if len({part.filename for part in listed}) < len(listed):
                raise Damaged
            for part in listed:
                _measure(file, part)
            types = _types(opened)
    except UNREADABLE as error:
        raise Damaged from error
    programs = any(part.filename.lower().endswith("vbaproject.bin") for part in listed)
    return Parts(types, macros=programs or any("macroenabled" in name.lower() for name in types))


def _check_list(file: IO[bytes]) -> None:
    """ZipFile reads all of the list at once, however long, so its length is looked at before."""
    size = file.seek(0, 2)
    file.seek(max(size - (1 << 16) - 22, 0))
    tail = file.read()
    at = tail.rfind(END)
    if at < 0 or at + 22 > len(tail):
        raise Damaged
    count, length = struct.unpack("<HL", tail[at + 10 : at + 16])
    if tail[max(at - 20, 0) : at].startswith(END_64) or count > MOST_PARTS or length > MOST_LIST_BYTES:
        raise Unpackable


def _check_parts(listed: list[ZipInfo]) -> None:
    if any(part.flag_bits & 0x1 for part in listed):
        raise Encrypted
    too_much = len(listed) > MOST_PARTS or sum(part.file_size for part in listed) > MOST_BYTES
    if too_much or any(_is_dangerous(part) for part in listed):
        raise Unpackable


def _is_dangerous(part: ZipInfo) -> bool:
    if OUTSIDE.search(part.orig_filename) or NESTED.search(part.filename):
        return True
    if part.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        return True
    return part.file_size > SMALL and part.file_size > MOST_RATIO * max(part.compress_size, 1)


def _measure(file: IO[bytes], part: ZipInfo) -> None:
    """Unpackable if more comes out of it than it says; Damaged if less, or something else."""
    file.seek(part.header_offset)
    head = file.read(30)
    if head[:4] != b"PK\x03\x04":
        raise Damaged
    file.seek(sum(struct.unpack("<HH", head[26:30])), 1)
    if part.compress_type == ZIP_STORED and part.compress_size != part.file_size:
        raise Unpackable
    size, checksum = _unpacked(file, part)
    if size > part.file_size:
        raise Unpackable
    if size < part.file_size or checksum != part.CRC:
        raise Damaged


def _unpacked(file: IO[bytes], part: ZipInfo) -> tuple[int, int]:
    """Size and checksum of what comes out; no more than a block past the size it says."""
    size, checksum = 0, 0
    for out in _blocks(file, part):
        size, checksum = size + len(out), zlib.crc32(out, checksum)
        if size > part.file_size:
            break
    return size, checksum


def _blocks(file: IO[bytes], part: ZipInfo) -> Iterator[bytes]:
    unpacking = zlib.decompressobj(-15) if part.compress_type == ZIP_DEFLATED else None
    left = part.compress_size
    while left:
        block = file.read(min(BLOCK, left))
        if not block:
            raise Damaged
        left -= len(block)
        if unpacking is None:
            yield block
            continue
        while out := unpacking.decompress(block, BLOCK):
            yield out
            block = unpacking.unconsumed_tail


def _types(opened: ZipFile) -> frozenset[str]:
    if TYPES not in opened.namelist():
        return frozenset()
    if opened.getinfo(TYPES).file_size > SMALL:
        raise Unpackable
    try:
        root = fromstring(opened.read(TYPES), forbid_dtd=True)
    except (ParseError, DefusedXmlException) as error:
        raise Damaged from error
    return frozenset(element.get("ContentType", "") for element in root)
