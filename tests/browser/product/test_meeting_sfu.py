"""The same meeting through LiveKit's own server: seen, heard, thrown out and not let in again."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import pytest
import pytest_asyncio
from livekit.api import LiveKitAPI
from livekit.protocol.room import ListParticipantsRequest
from playwright.async_api import Browser, expect

from embedded.process import free_port
from tests.browser.meeting import attending, falls_out_and_comes_back, goes_on, opened
from tests.browser.people import Door, door_of
from tests.embedded.product import Product
from tests.support import livekit

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
SECONDS = 15
# Goes to the SFU with what somebody once had; whether it comes in.
COMES = """async ([url, stay]) => {
  const kit = await import(document.querySelector("[data-library]").dataset.library);
  const room = new kit.Room();
  try { await room.connect(url, stay); } catch { return false; }
  await room.disconnect();
  return true;
}"""


@dataclass
class Server:
    """LiveKit's, from its start to its end, and again."""

    folder: Path
    port: int
    webhook: str
    running: ExitStack = field(default_factory=ExitStack)

    def start(self) -> None:
        self.running.enter_context(livekit.running(self.folder, self.port, self.webhook))

    def stop(self) -> None:
        self.running.close()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    async def people(self, meeting: str) -> list[str]:
        async with LiveKitAPI(f"http://127.0.0.1:{self.port}", livekit.KEY, livekit.SECRET) as api:
            found = await api.room.list_participants(ListParticipantsRequest(room=meeting))
            return [one.identity for one in found.participants]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def sfu_door(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[Door, Server]]:
    """The product with an SFU, which may be stopped."""
    livekit.program()
    folder, port = tmp_path_factory.mktemp("sfu"), free_port()
    given = {"VIDEO": "livekit", "LIVEKIT_URL": f"http://127.0.0.1:{port}", "LIVEKIT_KEY": livekit.KEY}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (given | {"LIVEKIT_SECRET": livekit.SECRET}).items():
            patch.setenv(name, value)
        product = Product(folder / "run")
    with product:
        product.until_ready()
        meetings = json.loads((product.folder / "ports.json").read_text())["meetings"]
        with Server(folder, port, f"http://127.0.0.1:{meetings}/meetings/sfu/webhook") as server:
            yield door_of(product, browser), server


async def test_two_meet_through_the_sfu_and_who_is_removed_stays_out(sfu_door: tuple[Door, Server]) -> None:
    door, server = sfu_door
    async with attending(door, "giamdoc", "chuyenvien") as (chair, other):
        meeting = await opened(chair, other)
        await goes_on(chair, other)
        await falls_out_and_comes_back(chair, other)
        await goes_on(chair, other)
        old = [f"{door.url}/meetings/{meeting}/sfu", await other.page.evaluate("window.room.connection")]
        await chair.page.locator("[data-does=silence]").click()
        await other.page.wait_for_function("() => window.room.mesh.sent.audio === null")
        await chair.page.locator("[data-does=remove]").click()
        await chair.page.locator("#confirm [data-confirm-yes]").click()
        await other.page.wait_for_selector("[data-room][data-place=over]")
        asked = [
            await one.api.get(f"{old[0]}/rtc/v1/validate", params={"access_token": old[1]}) for one in (other, chair)
        ]
        assert [answer.status for answer in asked] == [403, 403]
        assert not await other.page.evaluate(COMES, old)
        async with asyncio.timeout(SECONDS):
            while len(await server.people(meeting)) > 1:
                await asyncio.sleep(0.1)


async def test_without_the_sfu_the_meeting_goes_on_and_pictures_come_back_with_it(
    sfu_door: tuple[Door, Server],
) -> None:
    door, server = sfu_door
    async with attending(door, "giamdoc", "chuyenvien") as (chair, other):
        await opened(chair, other)
        stay = await other.page.evaluate("window.room.connection")
        server.stop()
        said = other.page.locator("[data-part=said]")
        await expect(said).to_contain_text("Chưa nối được với máy chủ hình, đang thử lại")
        await other.page.get_by_label("Nhập lời nhắn").fill("Có nghe tôi không?")
        await other.page.get_by_role("button", name="Gửi", exact=True).click()
        await expect(chair.page.locator("[data-part=chat]")).to_contain_text("Có nghe tôi không?")
        server.start()
        await goes_on(chair, other)
        await expect(said).not_to_contain_text("Chưa nối được")
        assert await other.page.evaluate("window.room.connection") == stay
