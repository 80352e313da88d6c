"""What a file is by what it holds, whatever it is called; looked at without running or unpacking any of it.

kind = await asyncio.to_thread(content.checked, file, content.SPREADSHEETS)
"""

import struct
from collections.abc import Callable, Collection
from enum import Enum
from typing import IO

from kit.files import archive, plain
from kit.files.errors import Damaged, EmptyFile, Encrypted, Macros, TypeRefused, TypeUnknown

HEAD = 4096
TAIL = 64 << 10
MOST_PIXELS = 100_000_000


class Kind(Enum):
    """Its value is the name everybody knows it by."""

    PDF = "PDF"
    DOCX = "Word (.docx)"
    XLSX = "Excel (.xlsx)"
    TEXT = "CSV, TXT"
    PNG = "PNG"
    JPEG = "JPEG"

    @property
    def media_type(self) -> str:
        return MEDIA_TYPES[self]


Look = Callable[[IO[bytes], bytes], Kind | str]
OOXML = "application/vnd.openxmlformats-officedocument."
MEDIA_TYPES = {
    Kind.PDF: "application/pdf",
    Kind.DOCX: f"{OOXML}wordprocessingml.document",
    Kind.XLSX: f"{OOXML}spreadsheetml.sheet",
    Kind.TEXT: "text/plain",
    Kind.PNG: "image/png",
    Kind.JPEG: "image/jpeg",
}
SUFFIXES = {
    Kind.PDF: (".pdf",),
    Kind.DOCX: (".docx",),
    Kind.XLSX: (".xlsx",),
    Kind.TEXT: (".csv", ".txt"),
    Kind.PNG: (".png",),
    Kind.JPEG: (".jpg", ".jpeg"),
}
DOCUMENTS = (Kind.PDF, Kind.DOCX, Kind.XLSX, Kind.PNG, Kind.JPEG)
SPREADSHEETS = (Kind.XLSX, Kind.TEXT)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OTHERS = (
    (b"MZ", "EXE"),
    (b"\x7fELF", "ELF"),
    (b"#!", "script"),
    (b"Rar!\x1a\x07", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "GZIP"),
    (b"GIF8", "GIF"),
    (b"BM", "BMP"),
    (b"II*\x00", "TIFF"),
    (b"MM\x00*", "TIFF"),
    (b"RIFF", "RIFF (WebP, AVI, WAV)"),
    (b"ID3", "MP3"),
    (b"SQLite format 3", "SQLite"),
    (b"{\\rtf", "RTF"),
    (b"%!PS", "PostScript"),
)
MAIN_PARTS = {
    f"{OOXML}wordprocessingml.document.main+xml": Kind.DOCX,
    f"{OOXML}spreadsheetml.sheet.main+xml": Kind.XLSX,
}


def checked(file: IO[bytes], accepted: Collection[Kind]) -> Kind:
    """A problem that says what came and what is accepted, or what is wrong with the file."""
    found = recognise(file)
    if isinstance(found, Kind) and found in accepted:
        return found
    came = found.value if isinstance(found, Kind) else found
    names = ", ".join(kind.value for kind in accepted)
    raise TypeRefused(came=came, accepted=names) if came else TypeUnknown(accepted=names)


def accept(accepted: Collection[Kind]) -> str:
    """For the attribute `accept` of a file field."""
    return ",".join(suffix for kind in accepted for suffix in SUFFIXES[kind])


def recognise(file: IO[bytes]) -> Kind | str:
    """A kind, or the name of another sort of file, empty if it is none we know. The file is left at its beginning."""
    try:
        file.seek(0)
        return _recognise(file)
    finally:
        file.seek(0)


def _recognise(file: IO[bytes]) -> Kind | str:
    head = file.read(HEAD)
    if not head:
        raise EmptyFile
    for begins, look in LOOKS:
        if head.startswith(begins):
            return look(file, head)
    if other := next((name for magic, name in OTHERS if head.startswith(magic)), ""):
        return other
    if head[4:8] == b"ftyp":
        return "MP4, HEIC"
    if markup := plain.markup(head):
        return markup
    return Kind.TEXT if plain.is_text(file) else ""


def _pdf(file: IO[bytes], _: bytes) -> Kind:
    """Whether a password is needed to read it is for kit.files.reading to say."""
    if b"%%EOF" not in _tail(file):
        raise Damaged
    return Kind.PDF


def _png(file: IO[bytes], head: bytes) -> Kind:
    if len(head) < 24 or head[12:16] != b"IHDR" or b"IEND" not in _tail(file):
        raise Damaged
    width, height = struct.unpack(">II", head[16:24])
    if not 0 < width * height <= MOST_PIXELS:
        raise Damaged
    return Kind.PNG


def _jpeg(file: IO[bytes], _: bytes) -> Kind:
    if b"\xff\xd9" not in _tail(file):
        raise Damaged
    return Kind.JPEG


def _ole(file: IO[bytes], _: bytes) -> str:
    """Old Office files, and new ones behind a password, which name their parts in UTF-16."""
    file.seek(0)
    if "EncryptedPackage".encode("utf-16-le") in file.read(16 << 20):
        raise Encrypted
    return "Word 97–2003 (.doc), Excel 97–2003 (.xls)"


def _zip(file: IO[bytes], _: bytes) -> Kind | str:
    parts = archive.parts(file)
    if not parts.types:
        return "ZIP"
    if parts.macros:
        raise Macros
    kinds = [kind for name, kind in MAIN_PARTS.items() if name in parts.types]
    if len(kinds) == 1:
        return kinds[0]
    return "PowerPoint (.pptx)" if any("presentationml" in name for name in parts.types) else "ZIP"


def _tail(file: IO[bytes]) -> bytes:
    size = file.seek(0, 2)
    file.seek(max(size - TAIL, 0))
    return file.read()


LOOKS: tuple[tuple[bytes, Look], ...] = (
    (b"%PDF-", _pdf),
    (b"\xef\xbb\xbf%PDF-", _pdf),
    (b"\x89PNG\r\n\x1a\n", _png),
    (b"\xff\xd8\xff", _jpeg),
    (OLE, _ole),
    (b"PK\x03\x04", _zip),
    (b"PK\x05\x06", _zip),
)
