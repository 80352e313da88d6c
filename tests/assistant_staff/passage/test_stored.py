"""A start reads what was saved, brings it up to date, and makes it anew where it is damaged."""

import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random

import orjson
import pytest

from assistant_staff.passage import stored
from assistant_staff.passage.shelf import Shelf
from assistant_staff.retrieval.weights import learned
from kit.files import Files, open_files
from tests.assistant_staff.ask.test_ask import LODGING
from tests.assistant_staff.passage import writing_process
from tests.assistant_staff.study import Study
from tests.governance.office import Desk

QUESTION = "Người không niêm yết giá phòng bị phạt bao nhiêu tiền?"
LAWS = {**LODGING, "Luật Chợ mẫu@1": "Họp chợ\n\n1. Chợ phiên họp vào ngày mồng năm và ngày rằm."}


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return open_files((tmp_path / "index").as_uri())


@asynccontextmanager
async def filled(study: Study, files: Files) -> AsyncIterator[Shelf]:
    shelf = Shelf(study.app.state.database, files, learned)
    try:
        await shelf.fill()
        yield shelf
    finally:
        shelf.close()


async def _take_in(study: Study, keeper: Desk, laws: dict[str, str]) -> list[dict[str, str]]:
    found: list[dict[str, str]] = (await study.take_in(keeper, orjson.dumps(laws))).json()["laws"]
    return found


async def test_what_was_saved_is_read_and_brought_up_to_date(study: Study, keeper: Desk, files: Files) -> None:
    await _take_in(study, keeper, LODGING)
    official = await study.hall.person("an", "Nguyễn Văn An")
    await official.made("/tasks", title="Kiểm tra niêm yết giá phòng", lead={"agency": "H02.14"})
    await study.rebuild()
    async with filled(study, files) as shelf:
        await shelf.save()
        right, sources = await shelf.laws(QUESTION, 3), shelf.sources
    async with filled(study, files) as again:
        assert again.edits == 0
        assert await again.laws(QUESTION, 3) == right
        assert again.sources == sources
        assert await again.work(QUESTION, 3, set(sources))
    await _change(study, keeper)
    async with filled(study, files) as later:
        assert 0 < later.edits < 5
        ids = {hit.passage_id for hit in await later.laws(QUESTION, 8)}
        assert right[0].passage_id not in ids
        assert await later.laws("Chợ phiên họp vào ngày nào?", 1)


async def _change(study: Study, keeper: Desk) -> None:
    """One law goes, another comes."""
    laws = await _take_in(study, keeper, LAWS)
    gone = next(one for one in laws if one["name"] == "Luật Lưu trú mẫu")
    path = f"/assistant-staff/api/v1/laws/{gone['id']}"
    version = (await study.ask(keeper, "GET", path)).json()["version"]
    assert (await study.ask(keeper, "DELETE", path, params={"version": version})).status_code == 204


async def test_a_damaged_file_is_made_anew(study: Study, keeper: Desk, files: Files) -> None:
    await _take_in(study, keeper, LODGING)
    async with filled(study, files) as shelf:
        await shelf.save()
        right = await shelf.laws(QUESTION, 3)
    whole = await stored.find(files)
    assert whole is not None
    chance, middle = Random(7), len(whole) // 2
    flipped = bytearray(whole)
    for _ in range(20):
        flipped[chance.randrange(len(flipped))] ^= 255
    for data in (b"PK", whole[:middle], bytes(flipped), b"\0" * len(whole)):
        with pytest.raises(ValueError, match=r"saved|form|pickle|load"):
            stored.read(data)
        await stored.keep(files, data)
        async with filled(study, files) as again:
            assert await again.laws(QUESTION, 3) == right
            await again.save()
        assert stored.read(await stored.find(files) or b"").changed


async def test_while_it_is_filled_that_is_said(study: Study, keeper: Desk) -> None:
    await _take_in(study, keeper, LODGING)
    official = await study.hall.person("an", "Nguyễn Văn An")
    assert not (await study.question(official, QUESTION))["filling"]
    study.app.state.shelf.whole.clear()
    answer = await study.question(official, QUESTION)
    assert answer["filling"]
    assert answer["quotes"]
    path = f"/assistant-staff/?c={answer['conversation_id']}"
    page = await study.ask(official, "GET", path, headers={"Accept": "text/html"})
    assert "Chỉ mục đang được dựng lại" in page.text


async def test_a_writer_that_is_killed_leaves_what_was_there(tmp_path: Path) -> None:
    url = (tmp_path / "index").as_uri()
    command = [sys.executable, "-m", writing_process.__name__, url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout
        for _ in range(5):
            assert writer.stdout.readline() == "written\n"
        writer.kill()
    data = await stored.find(open_files(url))
    assert data in {bytes([byte]) * writing_process.SIZE for byte in b"AB"}
