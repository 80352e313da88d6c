"""In which encoding a text file is, and the same file in UTF-8. Old Vietnamese ones are told apart by their words."""

import codecs
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Literal

Encoding = Literal["utf-8", "utf-16-le", "utf-16-be", "cp1258", "tcvn3"]
BLOCK = 4 << 20
NO_CONTROLS = bytes({*range(256)} - ({*range(32)} - {9, 10, 11, 12, 13, 26}))
KINDS_OF_CONTROLS = 4
HEAD = 256 << 10
_CODES = (
    "A1 A2 A3 A4 A5 A6 A7 A8 A9 AA AB AC AD AE B5 B6 B7 B8 B9 BB BC BD BE C6 C7 C8 C9 CA CB CC CE CF D0 D1 D2 D3 D4"
)
_MORE = "D5 D6 D7 D8 DC DD DE DF E1 E2 E3 E4 E5 E6 E7 E8 E9 EA EB EC ED EE EF F1 F2 F3 F4 F5 F6 F7 F8 F9 FA FB FC FD FE"
_LETTERS = "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
TCVN3 = dict(zip((int(code, 16) for code in f"{_CODES} {_MORE}".split()), _LETTERS, strict=True))
"""Of TCVN 5712:1993, VN3: where it has a letter of its own; capitals with tones are written in another typeface."""
_WORDS = (
    "và của là có được không các những một cho với người trong đã này để năm ngày tháng số tỉnh huyện xã phường "
    "nguyễn trần lê phạm hoàng vũ đặng bùi đỗ hồ ngô dương văn thị đức thành phố địa chỉ họ tên công việc đồng "
    "sở ủy ban nhân dân nước đất nhà đường chủ tổng kết quả hồ sơ đơn vị khu vực cấp phép kinh doanh học sinh "
    "thôn tiền trường"
)
WORDS = frozenset(_WORDS.split())


class NotText(Exception):
    """Bytes that no text has: the file is something else."""


@dataclass(frozen=True, slots=True)
class Told:
    encoding: Encoding
    lines: int
    """About how many."""
    nuls: int
    composed: bool = True
    """Letters and their marks are one character each (NFC), as they are or as `as_utf8` writes them."""


def told(path: Path) -> Told:
    """NotText for a binary file."""
    with path.open("rb") as file:
        head = file.read(HEAD)
        wide = _wide(head)
        if wide:
            return Told(wide, path.stat().st_size // 2 // 40, 0)
        if _is_binary(head):
            raise NotText
        file.seek(0)
        valid, lines, nuls, composed, foreign = _scan(file)
    encoding = "utf-8" if valid else _old(foreign)
    return Told(encoding, lines, nuls, composed or nuls > 0 or encoding != "utf-8")


def as_utf8(path: Path, found: Told, out: Path) -> Path:
    """The file itself where it is UTF-8 already; characters that are none stand as U+FFFD."""
    if found.encoding == "utf-8" and not found.nuls:
        return path
    with path.open("rb") as file, out.open("w", encoding="utf-8", newline="") as target:
        for text in _decoded(file, found.encoding):
            target.write(text.replace("\0", "\N{REPLACEMENT CHARACTER}"))
    return out


def decode(data: bytes, encoding: Encoding) -> str:
    if encoding == "tcvn3":
        return data.decode("latin-1").translate(TCVN3)
    return unicodedata.normalize("NFC", data.decode(encoding, "replace"))


def _is_binary(head: bytes) -> bool:
    """A stray control character happens; many of them, or of many kinds, are no text."""
    controls = head.translate(None, NO_CONTROLS)
    return len(controls) > len(head) // 100 + 3 or len(set(controls)) > KINDS_OF_CONTROLS


def _wide(head: bytes) -> Encoding | None:
    if head.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le"
    if head.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be"
    even, odd = head[0::2].count(b"\0"), head[1::2].count(b"\0")
    most = len(head) // 2 * 0.4
    if len(head) >= 4 and (even > most) != (odd > most):
        return "utf-16-be" if even > odd else "utf-16-le"
    return None


def _scan(file: IO[bytes]) -> tuple[bool, int, int, bool, bytes]:
    """Whether all of it is UTF-8, its lines, its NULs, whether it is NFC, and the first block that is not UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    lines, nuls, composed, foreign = 0, 0, True, b""
    while block := file.read(BLOCK):
        block += file.readline(BLOCK)  # a letter and its marks stay together
        lines, nuls = lines + block.count(b"\n"), nuls + block.count(b"\0")
        if not foreign:
            try:
                text = decoder.decode(block)
            except UnicodeDecodeError:
                foreign = block
            else:
                composed = composed and (text.isascii() or unicodedata.is_normalized("NFC", text))
    if not foreign:
        try:
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            foreign = b"\xff"
    return not foreign, lines, nuls, composed and not foreign, foreign


def _old(block: bytes) -> Encoding:
    """What is nearly UTF-8 stays so: its wrong lines are rejected one by one."""
    sample = block[:HEAD]
    foreign = sum(byte > 0x7F for byte in sample)
    wrong = sample.decode("utf-8", "replace").count("\N{REPLACEMENT CHARACTER}")
    if wrong * 10 < foreign:
        return "utf-8"
    scores: dict[Encoding, int] = {"cp1258": _words(sample, "cp1258"), "tcvn3": _words(sample, "tcvn3")}
    return max(scores, key=lambda one: scores[one])


def _words(sample: bytes, encoding: Encoding) -> int:
    marked = (word for word in decode(sample, encoding).casefold().split() if not word.isascii())
    return sum(word.strip('",;.:|()') in WORDS for word in marked)


def _decoded(file: IO[bytes], encoding: Encoding) -> Iterator[str]:
    if encoding == "tcvn3":
        while block := file.read(BLOCK):
            yield decode(block, encoding)
        return
    decoder = codecs.getincrementaldecoder("utf-16" if encoding.startswith("utf-16") else encoding)("replace")
    if encoding.startswith("utf-16") and file.read(2) not in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
        file.seek(0)
    if encoding.startswith("utf-16"):
        decoder = codecs.getincrementaldecoder(encoding)("replace")
    rest = ""
    while block := file.read(BLOCK):
        text = rest + decoder.decode(block)
        cut = text.rfind("\n") + 1 or len(text)
        rest = text[cut:]
        yield unicodedata.normalize("NFC", text[:cut])
    yield unicodedata.normalize("NFC", rest + decoder.decode(b"", final=True))
