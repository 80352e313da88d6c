"""One meeting on two processes: both hear everything, one may die, and so may what carries words between them."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psutil
import pytest

from embedded import valkey as embedded_valkey
from embedded.process import free_port
from embedded.valkey import Valkey
from tests.bench.registration import PUBLIC_KEY
from tests.bench.servers import environment, running
from tests.governance.office import Desk, Office
from tests.meetings.hall import SECONDS, Hall, Line, opened
from tests.support.tokens import ISSUER, TestKeys


@pytest.fixture
async def pair(
    office: Office, make_database: Callable[[str], str], keys: TestKeys, tmp_path: Path
) -> AsyncIterator[tuple[Hall, str, Valkey]]:
    """A hall at the present time, another process on its database and its Valkey, and that Valkey."""
    valkey = embedded_valkey.start(tmp_path / "own-valkey")
    valkey.wait()
    database = make_database("meetings")
    try:
        async with opened(office, database, keys, redis_url=valkey.url) as hall:
            hall.now = office.now = datetime.now(UTC)
            public = json.dumps((await keys.current()).keys[0].as_dict(private=False))
            given = {**environment(database, valkey.url), PUBLIC_KEY: public, "ORIGIN": ISSUER}
            with second(given) as url:
                yield hall, url, valkey
    finally:
        valkey.stop()


@contextmanager
def second(given: dict[str, str]) -> Iterator[str]:
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "--factory", "tests.bench.signalling:app", "--port", str(port)]
    url = f"http://127.0.0.1:{port}"
    with running([*command, "--log-level", "warning"], f"{url}/healthz", {**os.environ, **given}):
        yield url


@pytest.fixture
async def two(pair: tuple[Hall, str, Valkey]) -> tuple[Desk, Desk]:
    hall, _, _ = pair
    return await hall.person("giamdoc", "Trịnh Xuân Giám"), await hall.person("chuyenvien", "Nguyễn Hoàng Phương Thảo")


async def test_the_meeting_goes_on_when_one_process_is_killed(
    pair: tuple[Hall, str, Valkey], two: tuple[Desk, Desk]
) -> None:
    (hall, other_url, _), (chair, delegate) = pair, two
    meeting = await hall.call(chair, delegate)
    one = await hall.line(chair, meeting)
    await one.next("inside")
    await one.say("open")
    there = await hall.line(delegate, meeting, other_url)
    await there.next("inside")
    await one.next("came")
    await there.say("hand", up=True)
    raised = (await one.next("hand"))["hand_at"]
    await one.say("chat", text="Mời chị Thảo")
    assert (await there.next("chat"))["text"] == "Mời chị Thảo"
    kill(other_url)
    await there.closed()
    here = await hall.line(delegate, meeting)
    inside = await here.next("inside")
    assert [line["text"] for line in inside["chat"]] == ["Mời chị Thảo"]
    assert (
        next(person for person in inside["people"] if person["name"] == "Nguyễn Hoàng Phương Thảo")["hand_at"] == raised
    )
    await one.next("went")
    await one.next("came")
    await here.say("chat", text="Tôi đã vào lại")
    assert (await one.next("chat"))["text"] == "Tôi đã vào lại"


def kill(url: str) -> None:
    """As a machine does that goes out: nothing is said any more."""
    port = int(url.rpartition(":")[2])
    listening = [one for one in psutil.Process().children(recursive=True) if listens(one, port)]
    assert len(listening) == 1
    listening[0].send_signal(signal.SIGKILL)


def listens(process: psutil.Process, port: int) -> bool:
    return any(one.laddr.port == port and one.status == psutil.CONN_LISTEN for one in process.net_connections("tcp"))


async def test_without_valkey_those_on_one_process_hear_each_other_and_all_do_after_it(
    pair: tuple[Hall, str, Valkey], two: tuple[Desk, Desk], tmp_path: Path
) -> None:
    (hall, other_url, valkey), (chair, delegate) = pair, two
    third = await hall.person("vanthu", "Lý Thị Văn")
    meeting = await hall.call(chair, delegate, third)
    one = await hall.line(chair, meeting)
    await one.next("inside")
    await one.say("open")
    near, far = await hall.line(delegate, meeting), await hall.line(third, meeting, other_url)
    for line in (near, far):
        await line.next("inside")
    valkey.stop()
    await one.say("chat", text="Chỉ ở gần nghe")
    assert (await near.next("chat"))["text"] == "Chỉ ở gần nghe"
    again = embedded_valkey.start(tmp_path / "own-valkey", port=valkey.port)
    try:
        again.wait()
        await until_heard(one, far)
    finally:
        again.stop()


async def until_heard(one: Line, far: Line) -> None:
    """Both processes find Valkey again within their own time; what was said until then is not told anew."""
    async with asyncio.timeout(3 * SECONDS):
        while True:
            await one.say("chat", text="Mọi người nghe rõ chưa")
            try:
                async with asyncio.timeout(1):
                    await far.next("chat", text="Mọi người nghe rõ chưa")
            except TimeoutError:
                continue
            return
