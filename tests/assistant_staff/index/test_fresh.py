"""What is registered in governance is found within a minute, over a real bus, and after the bus was away too."""

import asyncio
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from time import monotonic

import pytest

from kit.clock import utc
from tests.assistant_staff.study import Study, opened
from tests.governance.document.registry import Staff, staffed
from tests.governance.office import opened as office_opened
from tests.kit.bus.servers import Server, ValkeyServer, started
from tests.meetings.hall import opened as hall_opened
from tests.support.tokens import TestKeys

MINUTE = 60.0


@pytest.fixture
def bus(tmp_path: Path) -> Iterator[Server]:
    """One that may be stopped."""
    with started(ValkeyServer(tmp_path / "bus")) as server:
        yield server


@pytest.fixture
async def working(
    bus: Server, make_database: Callable[[str], str], keys: TestKeys, tmp_path: Path
) -> AsyncIterator[Study]:
    """governance and the assistant with everything they do by themselves, by the real clock."""
    async with AsyncExitStack() as stack:
        enter, files = stack.enter_async_context, (tmp_path / "files").as_uri()
        more = {"files_url": files, "run_background": True}
        office = await enter(office_opened(make_database("governance"), bus.url, keys, **more))
        office.now = utc()
        hall = await enter(hall_opened(office, make_database("meetings"), keys, files_url=files))
        hall.now = office.now
        study = await enter(opened(hall, make_database("assistant_staff"), keys, run_background=True))
        study.app.state.clock = utc
        yield study


async def _seconds_until_found(study: Study, staff: Staff, subject: str, path: str) -> float:
    began = monotonic()
    async with asyncio.timeout(MINUTE):
        while True:
            answer = await study.question(staff.clerk, subject)
            if path in {one["path"] for one in answer["quotes"]}:
                return monotonic() - began
            await asyncio.sleep(0.2)


async def test_a_document_is_found_within_a_minute_and_nothing_is_lost_without_the_bus(
    working: Study, bus: Server
) -> None:
    staff = await staffed(working.hall.office)
    working.app.state.settings = working.app.state.settings.model_copy(update={"questions_per_minute": 1000})
    subject = "Về việc sửa chữa trạm bơm Cống Bún"
    first = await staff.register(subject=subject, notation="1/SNN")
    seconds = await _seconds_until_found(working, staff, subject, f"/governance/documents/{first['id']}")
    sys.stdout.write(f"registered in governance, found by the assistant after {seconds:.1f} s\n")
    bus.stop()
    missed = "Báo cáo nứt mặt đê Ba Tổng đoạn qua bến phà"
    second = await staff.register(subject=missed, notation="2/SNN")
    path = f"/governance/documents/{second['id']}"
    assert path not in str(await working.question(staff.clerk, missed))
    bus.start()
    seconds = await _seconds_until_found(working, staff, missed, path)
    sys.stdout.write(f"registered while the bus was away, found {seconds:.1f} s after it came back\n")
