"""The child: python -I -m kit.reading.child text pdf < file, with the file as its standard input.

It knows no secret (its environment is empty), opens nothing after its imports, and is bounded in memory and time; what
reads it (confined.py) kills it when it is slow. Answers a line of JSON, then text in UTF-8 or a picture.
"""

import codecs
import json
import os
import re
import resource
import sys
from collections.abc import Callable
from typing import Any, BinaryIO

import PIL.PngImagePlugin  # noqa: F401 - nothing can be imported once the child is confined
from pypdfium2 import PdfDocument, PdfiumError, PdfPage

from kit.reading.word import NotWord, paragraphs

MEMORY = 1 << 30
CPU_SECONDS = 20
MOST_PAGES = 2000
MOST_LETTERS = 400_000
WIDEST, HIGHEST = 1200, 1700
"""Pixels of a page as a picture."""
ASKS_PASSWORD = 4
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\ufffe\uffff\ud800-\udfff]")
OUT_OF_MEMORY = 3
Told = tuple[dict[str, Any], bytes]


def confine() -> None:
    """No new descriptor above the three it has, so neither a file nor a socket; no core, no children."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    for limit in (resource.RLIMIT_CORE, resource.RLIMIT_FSIZE, resource.RLIMIT_NPROC):
        resource.setrlimit(limit, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))
    os.nice(10)


def pdf_text(file: BinaryIO) -> Told:
    document = PdfDocument(file.read())
    return {"pages": len(document)}, _joined(
        _text(document[number]) for number in range(min(len(document), MOST_PAGES))
    )


def pdf_page(file: BinaryIO, number: str) -> Told:
    """A PNG of the page, counted from 1; none without such a page."""
    document = PdfDocument(file.read())
    if not 1 <= int(number) <= len(document):
        return {"pages": len(document), "state": "no-page"}, b""
    page = document[int(number) - 1]
    width, height = page.get_size()
    scale = min(WIDEST / max(width, 1), HIGHEST / max(height, 1))
    out = _Collected()
    page.render(scale=scale).to_pil().save(out, "PNG")
    return {"pages": len(document)}, bytes(out.content)


def pdf_opens(file: BinaryIO) -> Told:
    return {"pages": len(PdfDocument(file.read()))}, b""


def docx_text(file: BinaryIO) -> Told:
    return {"pages": None}, _joined(paragraphs(file))


TASKS: dict[str, Callable[..., Told]] = {
    "pdf-text": pdf_text,
    "pdf-page": pdf_page,
    "pdf-opens": pdf_opens,
    "docx-text": docx_text,
}


class _Collected:
    """What a picture is written to."""

    def __init__(self) -> None:
        self.content = bytearray()

    def write(self, part: bytes) -> int:
        self.content += part
        return len(part)

    def flush(self) -> None:
        """Nothing is held back."""


def _text(page: PdfPage) -> str:
    read = page.get_textpage()
    try:
        return str(read.get_text_range())
    finally:
        read.close()
        page.close()


def _joined(pieces: Any) -> bytes:
    found, left = [], MOST_LETTERS
    for piece in pieces:
        clean = UNSEEN.sub("", piece.replace("\r\n", "\n").replace("\r", "\n"))[:left]
        found.append(clean)
        left -= len(clean) + 1
        if left <= 0:
            break
    return "\n".join(found).strip().encode()


def answer(task: str, *arguments: str) -> Told:
    file = os.fdopen(0, "rb", closefd=False)
    try:
        told, content = TASKS[task](file, *arguments)
    except PdfiumError as error:
        return {"state": "encrypted" if getattr(error, "err_code", 0) == ASKS_PASSWORD else "damaged"}, b""
    except NotWord:
        return {"state": "damaged"}, b""
    return {"state": "ok", **told}, content


def warm_up() -> None:
    """Whatever is loaded when first used is loaded before nothing can be."""
    for name in ("utf-8", "utf-16-le", "cp437", "latin-1"):
        codecs.lookup(name)
    document = PdfDocument.new()
    page = document.new_page(10, 10)
    page.render().to_pil().save(_Collected(), "PNG")
    _text(page)
    document.close()


def main() -> None:
    warm_up()
    confine()
    try:
        told, content = answer(*sys.argv[1:])
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + content)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
