"""What a reader sees of a file: its pages or its words, and why there are none."""

import re

from governance.attachment.service import ACCEPTED, MOST
from kit.files.content import accept
from tests.governance.attachment.shelf import Shelf
from tests.support.documents import docx, pdf, picture, xlsx


async def shown(shelf: Shelf, name: str, content: bytes) -> str:
    taken = await shelf.put(name, content)
    await shelf.read_all()
    answer = await shelf.clerk.page(f"/shelf/{taken['id']}")
    assert answer.status_code == 200
    return answer.text.partition("<main")[2]


async def test_a_pdf_is_shown_page_by_page_with_its_words(shelf: Shelf) -> None:
    page = await shown(shelf, "kế hoạch.pdf", pdf("Kế hoạch", "Trang hai"))
    assert re.findall(r'alt="([^"]+)"', page) == ["Trang 1", "Trang 2"]
    assert "Kế hoạch\nTrang hai" in page


async def test_a_word_document_is_shown_as_words_that_run_nothing(shelf: Shelf) -> None:
    page = await shown(shelf, "<b>.docx", docx("&lt;script&gt;alert(1)&lt;/script&gt;"))
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page
    assert "&lt;b&gt;.docx" in page


async def test_a_picture_is_shown_and_a_sheet_can_only_be_saved(shelf: Shelf) -> None:
    assert 'alt="Trang 1"' in await shown(shelf, "ảnh.png", picture())
    assert "Không xem trước được tệp này" in await shown(shelf, "bảng.xlsx", xlsx([("a", 1)]))


async def test_a_scan_says_that_it_has_no_letters(shelf: Shelf) -> None:
    assert "Tệp ảnh quét, không có chữ để tìm" in await shown(shelf, "quét.pdf", pdf(""))


async def test_a_plain_form_leads_back_and_the_script_is_told_what_came(shelf: Shelf) -> None:
    form = await shelf.clerk.submit("/shelf", files=[("file", ("a.pdf", pdf("a")))])
    assert (form.status_code, form.headers["location"]) == (303, "/governance/shelf")
    raw = await shelf.clerk.page("/shelf", method="POST", params={"name": "b.png"}, content=picture())
    assert [one["name"] for one in raw.json()] == ["b.png"]


async def test_a_plain_form_that_is_refused_says_why_on_a_page(shelf: Shelf) -> None:
    form = await shelf.clerk.submit("/shelf", files=[("file", ("a.pdf", b"MZ" + bytes(100)))])
    assert form.status_code == 415
    assert "Nội dung tệp là EXE" in form.text


async def test_what_is_offered_is_what_is_taken(shelf: Shelf) -> None:
    templates = shelf.office.app.state.templates
    offered = templates.get_template("attachment/files.html").module
    assert offered.MOST == MOST
    assert ",".join(suffixes for _, suffixes in offered.KINDS) == accept(ACCEPTED)
