"""What strangers sent is read by a child that can harm nobody: not by its memory, its time or what it says."""

import asyncio
import io
import subprocess
import sys
import tempfile
import zlib
from typing import IO

import psutil
import pytest
from PIL import Image

from kit.reading import confined
from kit.reading.confined import Read
from tests.support.documents import NAMESPACE, docx, packed, pdf, pdf_of, types

PATIENCE = 60


def laid(content: bytes) -> IO[bytes]:
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed where it is asked for
    file.write(content)
    file.flush()
    return file


async def text_of(content: bytes) -> Read:
    with laid(content) as file:
        return await (confined.docx_text if content.startswith(b"PK") else confined.pdf_text)(file)


def words(read: Read) -> str:
    assert read.state == "ok"
    return read.content.decode()


def page_of(stream: bytes) -> bytes:
    """One page that draws the stream."""
    kids = b"<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595 842]>>"
    page = b"<</Type/Page/Parent 2 0 R/Resources<<>>/Contents 4 0 R>>"
    return pdf_of([b"<</Type/Catalog/Pages 2 0 R>>", kids, page, stream])


def packed_stream(content: bytes, filters: bytes) -> bytes:
    return b"<</Filter%b/Length %d>>stream\n%b\nendstream" % (filters, len(content), content)


def zeros(mebibytes: int) -> bytes:
    """Packed, without packing all of them."""
    packing = zlib.compressobj(9)
    begin = packing.compress(bytes(1 << 20)) + packing.flush(zlib.Z_FULL_FLUSH)
    block = packing.compress(bytes(1 << 20)) + packing.flush(zlib.Z_FULL_FLUSH)
    return begin + block * (mebibytes - 2) + packing.compress(bytes(1 << 20)) + packing.flush()


CURVES = b"0 0 m 500 800 100 7 3 9 c S " * 2_000_000
HEAVY = page_of(packed_stream(zlib.compress(zeros(2048), 9), b"[/FlateDecode/FlateDecode]"))
SLOW = page_of(packed_stream(zlib.compress(CURVES, 9), b"/FlateDecode"))


async def test_the_words_of_a_pdf_page_by_page() -> None:
    read = await text_of(pdf("Quyết định số 12/QĐ-UBND", "Đặng Thị Hồng"))
    assert (read.pages, words(read)) == (2, "Quyết định số 12/QĐ-UBND\nĐặng Thị Hồng")


async def test_the_words_of_a_word_document() -> None:
    assert words(await text_of(docx("Kính gửi:", "Ủy ban nhân dân xã"))) == "Kính gửi:\nỦy ban nhân dân xã"


async def test_tabs_and_breaks_are_kept_and_what_was_struck_out_is_not() -> None:
    body = (
        f'<w:document xmlns:w="{NAMESPACE}"><w:body><w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r>'
        "<w:del><w:r><w:delText>gone</w:delText></w:r></w:del></w:p></w:body></w:document>"
    )
    content = packed({"[Content_Types].xml": types("x"), "word/document.xml": body.encode()})
    assert words(await text_of(content)) == "a\tb\nc"


async def test_a_long_text_is_cut() -> None:
    read = await text_of(docx(*["chuyển đổi số " * 100] * 400))
    assert len(words(read)) <= 400_000


async def test_a_page_as_a_picture_is_bounded() -> None:
    with laid(pdf("Một trang").replace(b"[0 0 595 842]", b"[0 0 14 14400]")) as file:
        read = await confined.pdf_page(file, 1)
    picture = Image.open(io.BytesIO(read.content))
    assert picture.format == "PNG"
    assert picture.height <= 1700


async def test_a_page_that_is_not_there() -> None:
    with laid(pdf("a")) as file:
        assert [(await confined.pdf_page(file, number)).state for number in (0, 2)] == ["no-page", "no-page"]


@pytest.mark.parametrize(
    ("content", "state"),
    [
        (pdf("mật", password=b"bi mat"), "encrypted"),
        (pdf("mở được", password=b""), "ok"),
        (b"%PDF-1.4 nothing %%EOF", "damaged"),
        (b"", "damaged"),
        (b"PK\x03\x04 nothing", "damaged"),
        (packed({"a": b"b"}), "damaged"),
        (packed({"word/document.xml": b"<a><b></a>"}), "damaged"),
        (packed({"word/document.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "damaged"),
    ],
)
async def test_what_cannot_be_read_says_why(content: bytes, state: str) -> None:
    assert (await text_of(content)).state == state


async def test_what_wants_too_much_memory_is_given_up() -> None:
    assert (await text_of(HEAVY)).state == "too-heavy"


async def test_a_word_document_of_many_levels_harms_nobody() -> None:
    deep = b"<a>" * 200_000 + b"</a>" * 200_000
    assert (await text_of(packed({"word/document.xml": deep}))).state in {"ok", "too-heavy"}


async def test_what_takes_too_long_is_ended() -> None:
    with laid(SLOW) as file:
        read = await confined.pdf_page(file, 1, seconds=2)
    assert read.state == "late"
    assert not children()


async def test_who_stops_waiting_ends_the_child() -> None:
    with laid(SLOW) as file:
        asking = asyncio.create_task(confined.pdf_page(file, 1))
        await begun()
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
    assert await ended()


async def test_the_child_knows_no_secret_and_few_run_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "a-secret")
    files = [laid(SLOW) for _ in range(4)]
    asking = [asyncio.create_task(confined.pdf_page(file, 1, seconds=3)) for file in files]
    await begun()
    found = [child.environ() for child in children()]
    assert 1 <= len(found) <= confined.AT_ONCE
    assert not any("SECRET_KEY" in environment for environment in found)
    for task in asking:
        task.cancel()
    await asyncio.gather(*asking, return_exceptions=True)
    assert await ended()
    for file in files:
        file.close()


async def test_who_would_be_one_too_many_is_told_so_and_the_others_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confined, "MOST_WAITING", 1)
    files = [laid(SLOW) for _ in range(confined.AT_ONCE)] + [laid(pdf("Kế hoạch")) for _ in range(2)]
    asking = [asyncio.create_task(confined.pdf_page(file, 1, seconds=PATIENCE)) for file in files[:-1]]
    await begun()
    with pytest.raises(confined.ReadingBusy):
        await confined.pdf_page(files[-1], 1)
    for task in asking[: confined.AT_ONCE]:
        task.cancel()
    assert (await asking[-1]).state == "ok"
    assert (await confined.pdf_page(files[-1], 1, seconds=PATIENCE)).state == "ok"
    await asyncio.gather(*asking, return_exceptions=True)
    for file in files:
        file.close()


@pytest.mark.parametrize("act", ["open('/etc/passwd')", "__import__('socket').socket()", "bytearray(2 << 30)"])
def test_once_confined_it_opens_nothing_and_stays_small(act: str) -> None:
    program = f"import socket; from kit.reading.child import confine; confine(); {act}"
    done = subprocess.run([sys.executable, "-I", "-c", program], capture_output=True, check=False, timeout=PATIENCE)
    assert done.returncode == 1
    assert b"Error" in done.stderr


def children() -> list[psutil.Process]:
    return [child for child in psutil.Process().children() if _reads(child)]


def _reads(child: psutil.Process) -> bool:
    try:
        return "kit.reading.child" in " ".join(child.cmdline())
    except psutil.ZombieProcess:  # killed, and nobody has heard of it yet
        return True


async def ended() -> bool:
    """A child that is killed while it is begun is there for a moment more."""
    async with asyncio.timeout(PATIENCE):
        while children():
            await asyncio.sleep(0.01)
    return True


async def begun() -> None:
    async with asyncio.timeout(PATIENCE):
        while not children():
            await asyncio.sleep(0.01)
