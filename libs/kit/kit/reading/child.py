"""The child: python -I -m kit.reading.child text pdf < file, with the file as its standard input.

It knows no secret (of its environment, only whose name is to be drawn), opens nothing after its imports, and is bounded
in memory and time; what reads it (confined.py) kills it when it is slow. Answers a line of JSON, then text in UTF-8, a
picture or a PDF.
"""

import codecs
import json
import os
import re
import resource
import sys
from collections.abc import Callable
from typing import IO, Any, BinaryIO, cast

import PIL.JpegImagePlugin
import PIL.PngImagePlugin  # nothing can be imported once the child is confined
import pypdfium2.raw as pdfium
from PIL import Image, UnidentifiedImageError
from pypdfium2 import PdfDocument, PdfiumError, PdfPage

from kit.reading import cells, stamp
from kit.reading.word import NotWord, paragraphs

MEMORY = 1 << 30
CPU_SECONDS = 20
MOST_PAGES = 2000
MOST_LETTERS = 400_000
WIDEST, HIGHEST = 1200, 1700
"""Pixels of a page as a picture."""
MOST_STAMPED = 500
"""Pages of a document that is stamped as a whole."""
MOST_PIXELS = 24_000_000
"""Of a picture that is stamped; larger ones are made smaller."""
WORDS = "STAMP"
"""The variable with what is drawn over pages and pictures."""
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
    return {"pages": len(document)}, _saved(_drawn(document[int(number) - 1]), "PNG")


def pdf_page_stamped(file: BinaryIO, number: str) -> Told:
    """The same as JPEG, with the name over it, and with the seals that are fields of a form."""
    document = PdfDocument(file.read())
    if not 1 <= int(number) <= len(document):
        return {"pages": len(document), "state": "no-page"}, b""
    pdfium.FPDFPage_Flatten(document[int(number) - 1], pdfium.FLAT_NORMALDISPLAY)
    drawn = _drawn(document[int(number) - 1])
    return {"pages": len(document)}, _saved(stamp.on_picture(drawn, os.environ[WORDS]), "JPEG")


def pdf_stamped(file: BinaryIO) -> Told:
    document = PdfDocument(file.read())
    if len(document) > MOST_STAMPED:
        return {"pages": len(document), "state": "too-heavy"}, b""
    out = _Collected()
    stamp.on_document(document, os.environ[WORDS]).save(out)
    return {"pages": len(document)}, bytes(out.content)


def picture_stamped(file: BinaryIO, widest: str) -> Told:
    """A JPEG no wider or higher than `widest` pixels, turned as it was taken."""
    with Image.open(file, formats=("PNG", "JPEG")) as picture:
        picture.draft("RGB", (int(widest), int(widest)))
        fitting = (MOST_PIXELS / max(picture.width * picture.height, 1)) ** 0.5
        most = [max(min(int(side * fitting), int(widest)), 1) for side in picture.size]
        picture.thumbnail((most[0], most[1]))
        return {"pages": None}, _saved(stamp.on_picture(picture, os.environ[WORDS]), "JPEG")


def pdf_opens(file: BinaryIO) -> Told:
    return {"pages": len(PdfDocument(file.read()))}, b""


def docx_text(file: BinaryIO) -> Told:
    return {"pages": None}, _joined(paragraphs(file))


def xlsx_text(file: BinaryIO) -> Told:
    return {"pages": None}, _joined(cells.lines(file))


STAMPING = frozenset({"pdf-page-stamped", "pdf-stamped", "picture-stamped"})
TASKS: dict[str, Callable[..., Told]] = {
    "pdf-text": pdf_text,
    "pdf-page": pdf_page,
    "pdf-opens": pdf_opens,
    "docx-text": docx_text,
    "xlsx-text": xlsx_text,
    "pdf-page-stamped": pdf_page_stamped,
    "pdf-stamped": pdf_stamped,
    "picture-stamped": picture_stamped,
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


def _drawn(page: PdfPage) -> Image.Image:
    width, height = page.get_size()
    picture: Image.Image = page.render(scale=min(WIDEST / max(width, 1), HIGHEST / max(height, 1))).to_pil()
    return picture


def _saved(picture: Image.Image, form: str) -> bytes:
    out = _Collected()
    picture.save(cast("IO[bytes]", out), form)
    return bytes(out.content)


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
    except (NotWord, cells.NotSheet, UnidentifiedImageError, OSError, SyntaxError):
        return {"state": "damaged"}, b""
    return {"state": "ok", **told}, content


def warm_up(task: str) -> None:
    """Whatever is loaded when first used is loaded before nothing can be."""
    if task in STAMPING:
        stamp.load()
        _saved(Image.new("RGB", (1, 1)), "JPEG")
        PIL.Image.preinit()
    for name in ("utf-8", "utf-16-le", "cp437", "latin-1"):
        codecs.lookup(name)
    document = PdfDocument.new()
    page = document.new_page(10, 10)
    page.render().to_pil().save(_Collected(), "PNG")
    _text(page)
    document.close()


def main() -> None:
    warm_up(sys.argv[1])
    confine()
    try:
        told, content = answer(*sys.argv[1:])
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    sys.stdout.buffer.write(json.dumps(told).encode() + b"\n" + content)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
