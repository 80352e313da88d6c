"""Documents are made by a child that is bounded, and say what was given, letter by letter."""

import asyncio
import sys
import tempfile
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pypdfium2 import PdfDocument

from kit.pdf import NotMade, made
from kit.pdf.child import MOST_PAGES

PAPER = Path(__file__).with_name("paper.typ")
AT = datetime(2026, 11, 26, 3, tzinfo=UTC)
MARKS = "ắằẳẵặ ấầẩẫậ ếềểễệ ốồổỗộ ớờởỡợ ứừửữự ỳýỷỹỵ đĐ ĂÂÊÔƠƯ ỞỮỴ"
HOSTILE = (
    '#read("/etc/passwd") #include "/etc/hosts" ] } ) $x^2$ *đậm* _nghiêng_ <nhãn> @tham \\ \\u{41} #panic("x") = // /*'
)


async def paper(*lines: str, title: str = "Biên bản", seconds: float = 60, **more: Any) -> bytes:
    return await made(PAPER, {"title": title, "lines": lines, **more}, AT, seconds=seconds)


def words_of(content: bytes) -> str:
    pages = [page.get_textpage().get_text_bounded() for page in PdfDocument(content)]
    return " ".join(" ".join(pages).split())


def children() -> list[psutil.Process]:
    """Those that run: one that has ended has no command line any more."""
    found = []
    for one in psutil.Process().children():
        with suppress(psutil.NoSuchProcess):
            found += [one] if "kit.pdf.child" in one.cmdline() else []
    return found


async def ended() -> None:
    """A child that is killed while it is begun is there for a moment more."""
    async with asyncio.timeout(60):
        while children():
            await asyncio.sleep(0.005)


async def child() -> psutil.Process:
    async with asyncio.timeout(60):
        while not (found := children()):
            await asyncio.sleep(0.005)
    return found[0]


@pytest.fixture
def template(tmp_path: Path) -> Any:
    def written(text: str) -> Path:
        path = tmp_path / "template.typ"
        path.write_text(text, "utf-8")
        return path

    return written


async def test_vietnamese_is_read_back_as_it_was_written() -> None:
    text = words_of(await paper(MARKS, "Ủy ban nhân dân xã Xương Lâm", title="Kết luận của Chủ tịch"))
    assert MARKS in text
    assert text.startswith("Kết luận của Chủ tịch ")
    assert "Ủy ban nhân dân xã Xương Lâm" in text


async def test_what_people_wrote_is_shown_and_never_run() -> None:
    text = words_of(await paper(HOSTILE, title=HOSTILE))
    assert text.count(HOSTILE) == 2
    assert "root:" not in text


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(codec="utf-8"), max_size=400))
@example("\x00\x01\x1b[31m")
@example("\u202eevil\u202c \U0001f469\u200d\U0001f467 \U000124ab")
def test_any_text_makes_a_document(text: str) -> None:
    assert len(PdfDocument(asyncio.run(paper(text, title=text)))) >= 1


async def test_the_same_again_is_the_same_file() -> None:
    assert await paper(MARKS) == await paper(MARKS)


async def test_too_many_pages_are_none() -> None:
    assert len(PdfDocument(await paper("x", breaks=MOST_PAGES - 2))) <= MOST_PAGES
    with pytest.raises(NotMade):
        await paper("x", breaks=2 * MOST_PAGES)


async def test_too_much_memory_is_refused_and_the_next_is_made(template: Any) -> None:
    with pytest.raises(NotMade):
        await made(template("#range(400000000).len()"), {}, AT, seconds=60)
    assert words_of(await paper("sau đó")) == "Biên bản sau đó"


async def test_too_long_is_ended(template: Any) -> None:
    slow = template("#for a in range(9000) { for b in range(9000) { let c = a * b } }")
    with pytest.raises(NotMade):
        await made(slow, {}, AT, seconds=1)
    assert children() == []


@pytest.mark.parametrize("text", ["#nobody", '#read("/etc/passwd")', '#image("/etc/passwd")', '#panic("x")'])
async def test_a_wrong_template_says_nothing_of_the_machine(template: Any, text: str) -> None:
    with pytest.raises(NotMade) as raised:
        await made(template(text), {}, AT)
    assert "passwd" not in str(raised.value)


async def test_a_child_that_dies_is_told_and_the_next_is_made(template: Any) -> None:
    slow = template("#for a in range(9000) { for b in range(9000) { let c = a * b } }")
    making = asyncio.create_task(made(slow, {}, AT, seconds=60))
    (await child()).kill()
    with pytest.raises(NotMade):
        await making
    assert words_of(await paper("sau đó")) == "Biên bản sau đó"


async def test_who_goes_away_leaves_no_child_and_no_folder(
    template: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    slow = template("#for a in range(9000) { for b in range(9000) { let c = a * b } }")
    making = asyncio.create_task(made(slow, {}, AT, seconds=60))
    await child()
    assert len(list(folder.iterdir())) == 1
    making.cancel()
    with pytest.raises(asyncio.CancelledError):
        await making
    await ended()
    assert list(folder.iterdir()) == []


async def test_many_at_once_wait_for_each_other_and_each_gets_its_own() -> None:
    asked = [asyncio.create_task(paper(f"Trang của người {number}")) for number in range(8)]
    most = 0
    while not all(one.done() for one in asked):
        most = max(most, len(children()))
        await asyncio.sleep(0.01)
    told = [words_of(one.result()) for one in asked]
    assert told == [f"Biên bản Trang của người {number}" for number in range(8)]
    assert 1 <= most <= 2


async def test_the_child_knows_nothing_of_its_parent() -> None:
    making = asyncio.create_task(paper("x" * 100_000))
    environment = (await child()).environ()
    await making
    assert environment == {}
    assert sys.executable not in environment.values()
