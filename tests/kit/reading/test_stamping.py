"""What is given to read carries its reader's name: part of every page, whatever the page leaves behind."""

import io
import zipfile
from typing import IO

import pytest
from PIL import Image, ImageChops
from pypdfium2 import PdfDocument

from kit.reading import confined
from kit.reading.child import MOST_STAMPED
from tests.kit.reading.test_reading import laid
from tests.support.documents import pdf, pdf_of, picture, xlsx

WORDS = "Nguyễn Thị Ước · 26/11/2026 10:30"
PATIENCE = 60.0
SEAL = b"0 0 1 rg 0 0 100 50 re f"


def page_of(stream: bytes, more: bytes = b"", *others: bytes) -> bytes:
    """One page that draws the stream."""
    kids = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>/Contents 4 0 R%b>>" % more
    drawn = b"<</Length %d>>stream\n%b\nendstream" % (len(stream), stream)
    return pdf_of([b"<</Type/Catalog/Pages 2 0 R>>", kids, page, drawn, *others])


async def stamped(content: bytes, words: str = WORDS) -> PdfDocument:
    with laid(content) as file:
        out = io.BytesIO()
        read = await confined.pdf_stamped(file, words, out, seconds=PATIENCE)
    assert read.state == "ok", read
    return PdfDocument(out.getvalue())


def shown(document: PdfDocument, number: int = 0) -> Image.Image:
    return Image.Image.convert(document[number].render(scale=1).to_pil(), "RGB")


def corners(image: Image.Image) -> list[bool]:
    """Whether there is ink in each quarter."""
    width, height = image.width // 2, image.height // 2
    quarters = [image.crop((x, y, x + width, y + height)) for x in (0, width) for y in (0, height)]
    return [ImageChops.invert(one.convert("L")).getbbox() is not None for one in quarters]


async def test_every_page_is_stamped_and_keeps_its_words() -> None:
    document = await stamped(pdf("Quyết định", "Đặng Thị Hồng", "Phụ lục"))
    assert [document[number].get_textpage().get_text_range() for number in range(3)] == [
        "Quyết định",
        "Đặng Thị Hồng",
        "Phụ lục",
    ]
    assert all(all(corners(shown(document, number))) for number in range(3))


@pytest.mark.parametrize(
    ("stream", "more"),
    [
        (b"1 1 1 rg 0 0 9 9 re W n 0 0 9 9 re f 9 0 0 9 5 5 cm", b""),
        (b"q q 3 0 0 3 0 0 cm 1 0 0 rg 10 10 30 30 re f", b""),
        (b"", b"/Rotate 90/CropBox[50 50 550 400]"),
        (b"", b"/MediaBox[-300 -300 300 300]"),
    ],
)
async def test_no_page_cuts_its_stamp_off(stream: bytes, more: bytes) -> None:
    assert all(corners(shown(await stamped(page_of(stream, more)))))


async def test_a_seal_stays_to_be_seen_and_lies_below_the_stamp() -> None:
    widget = b"<</Type/Annot/Subtype/Widget/F 4/FT/Sig/T(s)/Rect[0 0 595 842]/AP<</N 6 0 R>>>>"
    form = b"<</Type/XObject/Subtype/Form/BBox[0 0 100 50]/Length %d>>stream\n%b\nendstream" % (len(SEAL), SEAL)
    page = shown(await stamped(page_of(b"", b"/Annots[5 0 R]", widget, form)))
    colours = page.getcolors(1 << 20)
    assert colours is not None
    assert max(colours)[1] == (0, 0, 255)
    assert len(colours) > 10


async def test_pages_of_different_sizes_stay_in_their_order() -> None:
    mixed, out = PdfDocument.new(), io.BytesIO()
    for one in (pdf("một"), page_of(b"", b"/Rotate 90"), pdf("hai")):
        mixed.import_pages(PdfDocument(one))
    mixed.save(out)
    document = await stamped(out.getvalue())
    assert [document[number].get_size() for number in range(3)] == [(595, 842), (842, 595), (595, 842)]
    assert document[2].get_textpage().get_text_range() == "hai"


async def test_what_opens_without_a_password_is_given_without_one() -> None:
    assert len(await stamped(pdf("mật", password=b""))) == 1


@pytest.mark.parametrize(
    ("content", "state"),
    [
        (pdf("mật", password=b"hoa sen"), "encrypted"),
        (b"%PDF-1.7 nothing %%EOF", "damaged"),
        (pdf(*["x"] * (MOST_STAMPED + 1)), "too-heavy"),
    ],
)
async def test_what_cannot_be_stamped_is_not_given(content: bytes, state: str) -> None:
    out = io.BytesIO()
    with laid(content) as file:
        assert (await confined.pdf_stamped(file, WORDS, out, seconds=PATIENCE)).state == state
    assert not out.getvalue()


async def test_another_reader_gets_another_stamp() -> None:
    first, second = [shown(await stamped(pdf(""), words)) for words in (WORDS, "Đỗ Ánh Sáng · 26/11/2026 10:30")]
    assert ImageChops.difference(first, second).getbbox()


async def test_a_page_and_a_picture_are_drawn_with_the_name() -> None:
    with laid(pdf("")) as file:
        page = await confined.pdf_page_stamped(file, 1, WORDS, seconds=PATIENCE)
    assert all(corners(Image.open(io.BytesIO(page.content))))
    for form in ("PNG", "JPEG"):
        with laid(large(form)) as file:
            read = await confined.picture_stamped(file, WORDS, widest=400)
        found = Image.open(io.BytesIO(read.content)).convert("RGB")
        assert max(found.size) == 400
        assert len(found.getcolors(1 << 20) or ()) > 10


async def test_a_picture_that_is_none_is_damaged() -> None:
    with laid(picture()[:60] + b"IEND") as file:
        assert (await confined.picture_stamped(file, WORDS)).state == "damaged"


async def test_the_values_of_a_sheet_are_words() -> None:
    with laid(xlsx([("Đơn vị", "Số"), ("Xã Tân Yên", 12), ("", 1.5)])) as file:
        read = await confined.xlsx_text(file)
    assert read.content.decode() == "Sheet1\nĐơn vị\tSố\nXã Tân Yên\t12\n\t1.5"


async def test_a_sheet_that_is_none_is_damaged() -> None:
    out: IO[bytes] = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", "<")
    out.seek(0)
    with laid(out.read()) as file:
        assert (await confined.xlsx_text(file)).state == "damaged"


def large(form: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (800, 600), "white").save(out, form)
    return out.getvalue()
