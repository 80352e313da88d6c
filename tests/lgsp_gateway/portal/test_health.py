"""The portal says how the platforms are, and when that changes."""

import socket
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import pytest
from sqlalchemy import select

from kit.jobs.runner import run_if_due
from lgsp_gateway.portal.health import watch_platforms
from lgsp_gateway.portal.tables import FeedItem
from tests.lgsp_gateway.door.conftest import Door, opened
from tests.lgsp_gateway.portal.conftest import listening


class Watch:
    """The job, run when the test says, and what it told."""

    def __init__(self, door: Door, status: Path) -> None:
        self.door, self._status, self._now = door, status, datetime.now(UTC)

    async def look(self, *, failing: str = "", restarts: int = 0) -> None:
        self.door.behind.state.seen.failing = failing
        self._status.write_bytes(orjson.dumps([{"name": "monitoring", "restarts": restarts}]))
        self._now += timedelta(minutes=1)
        assert await run_if_due(self.door.app, watch_platforms, self._now)

    async def news(self) -> list[str]:
        async with self.door.app.state.database.session() as session:
            items = await session.scalars(select(FeedItem).order_by(FeedItem.id))
            return [item.text for item in items if item.values["platform"] == "monitoring"]

    async def page(self) -> str:
        """The first page, with the part that loads by itself."""
        return (await self.door.ask("/")).text + (await self.door.ask("/today")).text


@pytest.fixture
async def watch(database_url: str, valkey_url: str, tmp_path: Path) -> AsyncIterator[Watch]:
    status = tmp_path / "status.json"
    async with opened(database_url, valkey_url, supervisor_status=str(status)) as door:
        await door.sign_in()
        yield Watch(door, status)


async def test_what_was_never_asked_is_not_known(watch: Watch) -> None:
    assert "Chưa rõ trạng thái" in await watch.page()


async def test_the_first_look_is_no_news(watch: Watch) -> None:
    await watch.look()
    assert await watch.news() == []
    page = await watch.page()
    assert page.count("Đang hoạt động") == 2
    assert "từ " in page


async def test_down_and_up_again(watch: Watch) -> None:
    await watch.look()
    async with listening(watch.door) as told:
        await watch.look(failing="bus")
        first = await anext(told)
        assert (first.topic, first.data["text"]) == ("platform-health", "platform-down")
        page = await watch.page()
        assert "Chưa sẵn sàng vì: bus." in page
        assert "Giám sát trực tuyến không trả lời" in page
        await watch.look(failing="bus")
        await watch.look()
        assert (await anext(told)).data["text"] == "platform-up"
    assert await watch.news() == ["platform-down", "platform-up"]


async def test_a_restart_is_told_even_when_nobody_noticed(watch: Watch) -> None:
    await watch.look()
    await watch.look(restarts=1)
    assert await watch.news() == ["platform-restarted"]
    page = await watch.page()
    assert "Giám sát trực tuyến đã khởi động lại" in page
    assert "đã khởi động lại 1 lần" in page


async def test_a_crash_is_told_from_its_end_to_its_start(watch: Watch) -> None:
    await watch.look()
    await watch.look(failing="database", restarts=1)
    await watch.look(restarts=1)
    assert await watch.news() == ["platform-down", "platform-restarted"]


async def test_a_new_supervisor_counts_from_nought(watch: Watch) -> None:
    await watch.look(restarts=3)
    await watch.look(restarts=0)
    assert await watch.news() == []


@pytest.mark.parametrize("written", [b"", b"{", b"[1]", b'[{"name": "monitoring"}]', b'{"name": 1}'])
async def test_a_status_file_that_makes_no_sense_is_ignored(watch: Watch, written: bytes) -> None:
    await watch.look()
    watch._status.write_bytes(written)
    assert await run_if_due(watch.door.app, watch_platforms, watch._now + timedelta(minutes=1))
    assert await watch.news() == []


async def test_nobody_there_is_said_in_words(database_url: str, valkey_url: str) -> None:
    with socket.socket() as deaf:
        deaf.bind(("127.0.0.1", 0))
        gone = f"http://127.0.0.1:{deaf.getsockname()[1]}"
        async with opened(database_url, valkey_url, platform_urls={"monitoring": gone}) as door:
            await door.sign_in()
            assert await run_if_due(door.app, watch_platforms)
            page = await door.ask("/")
    assert "Không kết nối được" in page.text
