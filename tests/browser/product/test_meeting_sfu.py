"""The same meeting through LiveKit's own server: seen, heard, thrown out and not let in again."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from livekit.api import LiveKitAPI
from livekit.protocol.room import ListParticipantsRequest
from playwright.async_api import Browser

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


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def sfu_door(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[Door, str]]:
    """The product with an SFU, and where that is."""
    livekit.program()
    folder, port = tmp_path_factory.mktemp("sfu"), free_port()
    run = folder / "run"
    run.mkdir()
    others_try_the_usual_one = {"gateway inside": free_port()}
    (run / "ports.json").write_text(json.dumps(others_try_the_usual_one))
    given = {"VIDEO": "livekit", "LIVEKIT_URL": f"http://127.0.0.1:{port}", "LIVEKIT_KEY": livekit.KEY}
    with pytest.MonkeyPatch.context() as patch:
        for name, value in (given | {"LIVEKIT_SECRET": livekit.SECRET}).items():
            patch.setenv(name, value)
        product = Product(run)
    with product:
        product.until_ready()
        meetings = json.loads((product.folder / "ports.json").read_text())["meetings"]
        with livekit.running(folder, port, f"http://127.0.0.1:{meetings}/meetings/sfu/webhook"):
            yield door_of(product, browser), f"http://127.0.0.1:{port}"


async def people_at(url: str, meeting: str) -> list[str]:
    async with LiveKitAPI(url, livekit.KEY, livekit.SECRET) as api:
        found = await api.room.list_participants(ListParticipantsRequest(room=meeting))
        return [one.identity for one in found.participants]


async def test_two_meet_through_the_sfu_and_who_is_removed_stays_out(sfu_door: tuple[Door, str]) -> None:
    door, url = sfu_door
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
            while len(await people_at(url, meeting)) > 1:
                await asyncio.sleep(0.1)
