"""Plain text, in whatever encoding: which one, its reader finds out."""

import codecs
import re
from typing import IO

CONTROLS = bytes({*range(32)} - {9, 10, 12, 13} | {127})
TEXT = bytes({*range(256)} - {*CONTROLS})
MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(!doctype\s+html|html|script|svg|\?xml|\?php)", re.IGNORECASE)
BLOCK = 1 << 20


def is_text(file: IO[bytes]) -> bool:
    """No control characters, but for those of lines, pages and columns."""
    file.seek(0)
    begins = file.read(2)
    if begins in {codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE}:
        return _is_utf16(file, begins)
    file.seek(0)
    while block := file.read(BLOCK):
        if block.translate(None, TEXT):
            return False
    return True


def markup(head: bytes) -> str:
    """A page or a script under the name of a text is named as what it is."""
    found = MARKUP.match(head)
    if not found:
        return ""
    word = found[1].lower()
    return "XML" if word == b"?xml" else "SVG" if word == b"svg" else "PHP" if word == b"?php" else "HTML"


def _is_utf16(file: IO[bytes], mark: bytes) -> bool:
    decoder = codecs.getincrementaldecoder("utf-16-le" if mark == codecs.BOM_UTF16_LE else "utf-16-be")()
    try:
        while block := file.read(BLOCK):
            if "\0" in decoder.decode(block):
                return False
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
