"""The reader's name over what is given to read: pale, slanting, on every page; part of the page, not a note on it.

Only the child draws (child.py): the letters are loaded before it is confined.
"""

from ctypes import c_int
from functools import cache
from io import BytesIO
from pathlib import Path

import pypdfium2.raw as pdfium
from PIL import Image, ImageDraw, ImageFont
from pypdfium2 import PdfBitmap, PdfDocument, PdfImage, PdfMatrix, PdfXObject

FILES = Path(__file__).parents[1] / "web/node_modules/@fontsource/be-vietnam-pro/files"
SUBSETS = ("latin", "vietnamese", "latin-ext")
INK = (70, 80, 110)
ALPHA = 62
"""Of 255: read when one looks for it, and no hindrance to reading what is below."""
SLANT = 30
LONGEST_SIDE = 1600
"""Pixels of the stamp of a PDF's page."""
MOST_SIZES = 12
"""Of pages in one document."""
MOST_LETTERS = 90
MOST_POINTS = 14_400
STAMP = (612, 792)
"""Points of the page a stamp is made on, whatever it is stretched to later."""
Font = ImageFont.FreeTypeFont
Size = tuple[int, int]


@cache
def _contents() -> tuple[bytes, ...]:
    return tuple((FILES / f"be-vietnam-pro-{subset}-500-normal.woff2").read_bytes() for subset in SUBSETS)


def load() -> None:
    """Whatever drawing needs from the disk."""
    pattern(60, 60, "Đặng Thị Hồng")


def pattern(width: int, height: int, words: str) -> Image.Image:
    """How much ink lies where: `words` again and again over all of it."""
    size = max(round(max(width, height) / 44), 6)
    line = _line(words[:MOST_LETTERS], size)
    side = int((width**2 + height**2) ** 0.5) + 2 * size
    sheet = Image.new("L", (side, side))
    for row, y in enumerate(range(0, side, size * 6)):
        begin = -(row % 2) * (line.width // 2 + 2 * size)
        for x in range(begin, side, line.width + 4 * size):
            sheet.paste(line, (x, y))
    turned = sheet.rotate(SLANT, Image.Resampling.BICUBIC)
    left, top = (side - width) // 2, (side - height) // 2
    return turned.crop((left, top, left + width, top + height))


def on_picture(picture: Image.Image, words: str) -> Image.Image:
    """Without whatever else the file told, such as where it was taken."""
    stamped = picture.convert("RGB")
    stamped.info.clear()
    stamped.paste(INK, (0, 0), pattern(*stamped.size, words))
    return stamped


def on_document(document: PdfDocument, words: str) -> PdfDocument:
    """A document anew: each page as one closed picture of lines, letters and images, and the stamp above it.

    Closed, for what a page leaves behind (a clip, a scale) would cut the stamp off; flattened before, so that seals and
    signatures stay to be seen, and nothing lies above the stamp. Without scripts and attached files.
    """
    sizes = _sizes(document)
    made = _closed(document, sizes)
    stamps: dict[Size, PdfXObject] = {}
    for number, size in enumerate(sizes):
        if size not in stamps:
            stamps[size] = _stamp(made, size, words)
        page = made[number]
        laid = stamps[size].as_pageobject()
        laid.set_matrix(PdfMatrix().scale(size[0] / STAMP[0], size[1] / STAMP[1]))
        page.insert_obj(laid)
        page.gen_content()
        page.close()
    return made


def _sizes(document: PdfDocument) -> list[Size]:
    """Of each page, as it is shown; pages of all too many sizes are fitted into the first of them."""
    sizes: list[Size] = []
    for number in range(len(document)):
        page = document[number]
        width, height = (min(max(round(side), 1), MOST_POINTS) for side in page.get_size())
        known = set(sizes)
        sizes.append((width, height) if len(known) < MOST_SIZES or (width, height) in known else sizes[0])
        pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
        page.close()
    return sizes


def _closed(document: PdfDocument, sizes: list[Size]) -> PdfDocument:
    """Size by size, since pages put in together share their fonts; then in their order again."""
    made, order = PdfDocument.new(), list[int]()
    for size in dict.fromkeys(sizes):
        numbers = [number for number, own in enumerate(sizes) if own == size]
        made.import_pages(_in_pairs(document, numbers, size))
        order += numbers
    if order != sorted(order):
        places = sorted(range(len(order)), key=order.__getitem__)
        pdfium.FPDF_MovePages(made, (c_int * len(places))(*places), len(places), 0)
    return made


def _in_pairs(document: PdfDocument, numbers: list[int], size: Size) -> PdfDocument:
    """Pages become closed when several of them are laid on one sheet: each beside an empty one, which is cut off."""
    alike = PdfDocument.new()
    alike.import_pages(document, numbers)
    for place in range(len(numbers)):
        alike.new_page(*size, index=2 * place + 1)
    sheets = PdfDocument(pdfium.FPDF_ImportNPagesToOne(alike, 2 * size[0], size[1], 2, 1))
    for place in range(len(sheets)):
        sheets[place].set_mediabox(0, 0, *size)
    return sheets


def _stamp(document: PdfDocument, size: Size, words: str) -> PdfXObject:
    """Kept once in the document, however many pages show it."""
    scale = LONGEST_SIDE / max(size)
    ink = pattern(max(round(size[0] * scale), 1), max(round(size[1] * scale), 1), words)
    coloured = Image.new("RGBA", ink.size, INK)
    coloured.putalpha(ink)
    own = PdfDocument.new()
    page = own.new_page(*STAMP)
    image = PdfImage.new(own)
    image.set_bitmap(PdfBitmap.from_pil(coloured))
    image.set_matrix(PdfMatrix().scale(*STAMP))
    page.insert_obj(image)
    page.gen_content()
    return own.page_as_xobject(0, document)


def _line(words: str, size: int) -> Image.Image:
    """Letter by letter, each from the file that has it: the web's fonts come in parts."""
    fonts = [ImageFont.truetype(BytesIO(content), size) for content in _contents()]
    placed, across = [], 0.0
    for letter in words:
        font = _having(letter, fonts)
        placed.append((across, letter, font))
        across += font.getlength(letter)
    line = Image.new("L", (max(int(across) + 2, 1), size * 2))
    drawing = ImageDraw.Draw(line)
    for x, letter, font in placed:
        drawing.text((x, size * 1.4), letter, fill=ALPHA, font=font, anchor="ls")
    return line


def _having(letter: str, fonts: list[Font]) -> Font:
    """The first that does not draw it as it draws what no font has."""
    for font in fonts:
        if letter == " " or bytes(font.getmask(letter)) != bytes(font.getmask("\uffff")):
            return font
    return fonts[0]
