"""Files of documents and tasks: taken whole or refused in words, read, shown safely, and gone when nobody has them."""

import os
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from urllib.parse import unquote

import pytest

from governance.attachment.sweeping import sweep_files
from kit.files.naming import cleaned
from tests.governance.attachment.shelf import Shelf
from tests.support.documents import MACRO, docx, pdf, picture, xlsx

LONG = "Quyết định về việc phê duyệt Kế hoạch chuyển đổi số của tỉnh Bắc Giang giai đoạn 2026–2030, định hướng đến 2035"
DECISION = pdf("Quyết định số 12/QĐ-UBND", "Điều 2: Đặng Thị Hồng chịu trách nhiệm thi hành")


async def test_a_pdf_is_taken_read_and_found_with_and_without_diacritics(shelf: Shelf) -> None:
    taken = await shelf.put("quyết định.pdf", DECISION)
    assert (taken["state"], taken["media_type"], taken["size"], taken["pages"]) == (
        "waiting", "application/pdf", len(DECISION), 2,
    )  # fmt: skip
    await shelf.read_all()
    assert (await shelf.see(taken)).json()["state"] == "read"
    assert "Đặng Thị Hồng chịu trách nhiệm" in (await shelf.see(taken, "/text")).json()
    for q in ("đặng hồng", "dang thi hong", "QUYẾT ĐỊNH"):
        found = await shelf.clerk.get("/shelf", q=q)
        assert [one["id"] for one in found.json()] == [taken["id"]]
    assert (await shelf.clerk.get("/shelf", q="nghị quyết")).json() == []


async def test_a_word_document_is_read(shelf: Shelf) -> None:
    taken = await shelf.put("to trinh.docx", docx("Tờ trình", "về việc bổ nhiệm"))
    await shelf.read_all()
    assert (await shelf.see(taken)).json()["state"] == "read"
    assert (await shelf.see(taken, "/text")).json() == "Tờ trình\nvề việc bổ nhiệm"


@pytest.mark.parametrize("content", [picture(), xlsx([("a", 1)])])
async def test_what_has_no_text_is_taken_and_says_so(shelf: Shelf, content: bytes) -> None:
    taken = await shelf.put("ảnh.png", content)
    assert (taken["state"], taken["note"]) == ("read", "no-text")


@pytest.mark.parametrize(
    ("content", "status", "code"),
    [
        (b"", 422, "empty-file"),
        (b"MZ\x90" + bytes(500), 415, "file-type-refused"),
        (b"\x01\x00\x02" * 100, 415, "file-type-unknown"),
        (DECISION[:300], 422, "file-damaged"),
        (b"%PDF-1.4\n" + bytes(4000) + b"%%EOF", 422, "file-damaged"),
        (pdf("mật", password=b"bi mat"), 422, "file-encrypted"),
        (docx("a", more={"word/a.xml": bytes(32 << 20)}), 422, "file-unpackable"),
        (docx("a", main=MACRO), 415, "file-with-macros"),
        (docx("a")[:-40], 422, "file-damaged"),
    ],
)
async def test_what_cannot_be_taken_is_refused_in_words_under_whatever_name(
    shelf: Shelf, content: bytes, status: int, code: str
) -> None:
    answer = await shelf.send("quyết định.pdf", content)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert re.search(r"[ạảãàáâậầấẩẫăắằặẳẵếềệểễôốồộổỗơớờợởỡưứừựửữ]", answer.json()["detail"])
    assert shelf.lying() == []


async def test_what_only_restricts_printing_is_taken(shelf: Shelf) -> None:
    taken = await shelf.put("công văn.pdf", pdf("Công văn", password=b""))
    await shelf.read_all()
    assert (await shelf.see(taken, "/text")).json() == "Công văn"


async def test_two_uploads_of_the_same_content_are_two_attachments_of_one_file(shelf: Shelf) -> None:
    first, second = [await shelf.put(name, DECISION) for name in ("một.pdf", "hai.pdf")]
    assert first["id"] != second["id"]
    assert len(shelf.lying()) == 1
    await shelf.read_all()
    assert [(await shelf.see(one)).json()["state"] for one in (first, second)] == ["read", "read"]


async def test_a_file_past_the_limit_is_refused_announced_or_not(shelf: Shelf) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while sent < 2 << 30:
            sent += 1 << 20
            yield bytes(1 << 20)

    announced = await shelf.send("lớn.pdf", b"x", **{"Content-Length": str(2 << 30)})
    streamed = await shelf.send("lớn.pdf", endless())
    assert [announced.status_code, streamed.status_code] == [413, 413]
    assert sent <= 80 << 20
    assert shelf.lying() == []


async def test_several_files_of_a_plain_form(shelf: Shelf) -> None:
    parts = [("file", (f"{LONG}.pdf", DECISION)), ("file", ("ảnh.png", picture())), ("csrf_token", (None, "x"))]
    answer = await shelf.clerk.call("POST", "/governance/api/v1/shelf", files=parts)
    assert [one["name"] for one in answer.json()] == [f"{LONG}.pdf", "ảnh.png"]
    nothing = await shelf.clerk.call("POST", "/governance/api/v1/shelf", files=[("file", ("", b""))])
    assert (nothing.status_code, nothing.json()["code"]) == (400, "no-file")


async def test_who_may_not_write_sends_nothing(shelf: Shelf) -> None:
    citizen = shelf.office.desk("ai-đó", role="citizen")
    answer = await citizen.call("POST", "/governance/api/v1/shelf", content=DECISION)
    assert answer.status_code == 403


async def test_a_download_is_saved_under_its_vietnamese_name_and_never_run(shelf: Shelf) -> None:
    taken = await shelf.put(f"{LONG}.pdf", DECISION)
    answer = await shelf.see(taken, "/file")
    assert answer.content == DECISION
    disposition = answer.headers["content-disposition"]
    assert disposition.startswith("attachment;")
    assert unquote(disposition.partition("filename*=UTF-8''")[2]) == f"{LONG}.pdf"
    assert disposition.isascii()
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-security-policy"].startswith("sandbox")
    assert answer.headers["content-length"] == str(len(DECISION))
    again = await shelf.see(taken, "/file", **{"If-None-Match": answer.headers["etag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("asked", "status", "start", "end"),
    [
        ("bytes=0-9", 206, 0, 10),
        ("bytes=10-", 206, 10, None),
        ("bytes=-7", 206, -7, None),
        ("bytes=0-999999", 200, 0, None),
        ("bytes=999999-", 416, 0, 0),
        ("bytes=9-3", 416, 0, 0),
        ("bytes=-", 200, 0, None),
        ("bytes=-0", 416, 0, 0),
        (f"bytes={'9' * 5000}-", 200, 0, None),
        (f"bytes=0-{'9' * 18}", 200, 0, None),
        ("bytes=0-1,5-6", 200, 0, None),
        ("lines=1-2", 200, 0, None),
    ],
)
async def test_parts_of_a_file(shelf: Shelf, asked: str, status: int, start: int, end: int | None) -> None:
    answer = await shelf.see(await shelf.put("a.pdf", DECISION), "/file", Range=asked)
    assert (answer.status_code, answer.content) == (status, DECISION[start:end])


async def test_pages_are_drawn_once_and_kept(shelf: Shelf) -> None:
    taken = await shelf.put("a.pdf", DECISION)
    first, again = await shelf.see(taken, "/pages/2"), await shelf.see(taken, "/pages/2")
    assert first.headers["content-type"] == "image/png"
    assert first.content == again.content
    assert first.content.startswith(b"\x89PNG")
    assert len(shelf.lying()) == 2
    assert [(await shelf.see(taken, f"/pages/{page}")).status_code for page in (0, 3, -1)] == [404, 404, 404]


async def test_a_picture_is_its_own_page_and_a_word_document_has_none(shelf: Shelf) -> None:
    image, word = await shelf.put("a.png", picture()), await shelf.put("a.docx", docx("a"))
    shown = await shelf.see(image, "/pages/1")
    assert shown.content == picture()
    assert shown.headers["content-disposition"].startswith("inline")
    assert (await shelf.see(word, "/pages/1")).json()["code"] == "attachment-page-not-found"


async def test_what_is_lost_from_the_store_is_told_and_unreadable(shelf: Shelf) -> None:
    taken = await shelf.put("a.pdf", DECISION)
    shelf.lying()[0].unlink()
    assert (await shelf.see(taken, "/file")).json()["code"] == "file-missing"
    await shelf.read_all()
    told = (await shelf.see(taken)).json()
    assert (told["state"], told["note"]) == ("unreadable", "missing")


async def test_what_was_changed_in_the_store_is_not_read(shelf: Shelf) -> None:
    taken = await shelf.put("a.pdf", DECISION)
    shelf.lying()[0].write_bytes(DECISION[:-1] + b"!")
    await shelf.read_all()
    assert (await shelf.see(taken)).json()["note"] == "damaged"


async def test_only_what_nobody_has_for_a_day_is_swept_away(shelf: Shelf) -> None:
    first, second = [await shelf.put(name, DECISION) for name in ("một.pdf", "hai.pdf")]
    state = shelf.office.app.state

    async def sweep() -> None:
        async with state.database.session() as session:
            await sweep_files.work(session, shelf.office.app)

    path = f"/shelf/{first['id']}"
    assert (await shelf.clerk.delete(path)).status_code == 204
    old = (shelf.office.now - timedelta(days=2)).timestamp()
    os.utime(shelf.lying()[0], (old, old))
    await sweep()
    assert len(shelf.lying()) == 1
    assert (await shelf.clerk.delete(f"/shelf/{second['id']}")).status_code == 204
    await sweep()
    assert shelf.lying() == []


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("C:\\Users\\Hường\\Công văn.docx", "Công văn.docx"),
        ("../../etc/passwd", "passwd"),
        ("  \u202efdp.exe\u0000 ", "fdp.exe"),
        ("", "tệp"),
        ("...", "tệp"),
        ("a\nb.pdf", "ab.pdf"),
    ],
)
def test_names_are_one_line_and_no_path(given: str, shown: str) -> None:
    assert cleaned(given) == shown


def test_a_long_name_keeps_its_suffix() -> None:
    shown = cleaned("Đ" * 400 + ".pdf")
    assert shown.endswith("Đ.pdf")
    assert len(shown) == 180
