"""People in a meeting, who share nothing but the browser of the session with its camera and microphone."""

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from playwright.async_api import Page

from tests.browser.people import Door
from tests.browser.visiting import GUEST

PATIENCE_MS = 30_000
INSIDE = "[data-room][data-place=inside]"
# Frames of everybody else's picture shown so far.
FRAMES = """() => [...document.querySelectorAll(".tile-person")]
  .filter((tile) => tile.dataset.connection !== window.room.connection)
  .map((tile) => tile.querySelector("video").getVideoPlaybackQuality().totalVideoFrames)"""
# Sound that came from others so far, in the unit of RTCInboundRtpStreamStats.totalAudioEnergy.
ENERGY = """async () => {
  const { mesh } = window.room;
  const receivers = mesh.peers
    ? [...mesh.peers.values()].flatMap((peer) => peer.rtc.getReceivers())
    : mesh.publications().map((publication) => publication.track?.receiver).filter(Boolean);
  const reports = await Promise.all(receivers.map((receiver) => receiver.getStats()));
  const heard = reports.flatMap((report) => [...report.values()])
    .filter((one) => one.type === "inbound-rtp" && one.kind === "audio");
  return heard.reduce((sum, one) => sum + (one.totalAudioEnergy ?? 0), 0);
}"""


@dataclass
class Attendee:
    username: str
    page: Page

    @property
    def api(self) -> Any:
        return self.page.context.request

    async def name(self) -> str:
        return (await self.page.locator(".menu__heading strong").first.text_content() or "").strip()

    async def go(self, meeting: str) -> None:
        await self.page.goto(f"/meetings/{meeting}/room")
        await self.page.wait_for_selector("[data-room]:not([data-place=''])")

    async def act(self, *names: str) -> None:
        for name in names:
            await self.page.click(f"[data-act={name}]")

    async def is_inside(self) -> None:
        await self.page.wait_for_selector(INSIDE)

    async def sees(self, *, more_than: int = 0, others: int = 1) -> int:
        """Frames of the picture of which there are fewest, once each of the others has shown more than that."""
        shown = (
            f"(least) => {{ const all = ({FRAMES})(); return all.length === {others} && all.every((n) => n > least) }}"
        )
        await self.page.wait_for_function(shown, arg=more_than, polling=20)
        return int(min(await self.page.evaluate(FRAMES)))

    async def hears(self, *, more_than: float = 0) -> float:
        energy = f"async (least) => (await ({ENERGY})()) > least"
        await self.page.wait_for_function(energy, arg=more_than, polling=200)
        return float(await self.page.evaluate(ENERGY))


@asynccontextmanager
async def attending(door: Door, *usernames: str) -> AsyncIterator[list[Attendee]]:
    """Each signed in, in a context of their own; what their pages throw fails the test."""
    errors: list[str] = []
    async with AsyncExitStack() as stack:
        people = []
        for username in usernames:
            usual: Any = {"storage_state": await door.state(username), "base_url": door.url, "locale": "vi-VN"}
            context = await stack.enter_async_context(await door.browser.new_context(**usual))
            page = await context.new_page()
            page.set_default_timeout(PATIENCE_MS)
            page.on("pageerror", lambda error: errors.append(str(error)))
            if username != GUEST:
                await page.goto("/meetings/meetings")
            people.append(Attendee(username, page))
        yield people
    assert not errors, errors


async def called(chair: Attendee, *others: Attendee, named: Sequence[str] = ()) -> str:
    """Id of a meeting that begins now. `named`: who is invited besides."""
    names = [await one.name() for one in (chair, *others)]
    people = [await _person(chair, name) for name in (*names, *named)]
    now = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh"))
    data = {
        "title": "Giao ban chuyển đổi số tuần 48",
        "starts_at": now.isoformat(),
        "ends_at": (now + timedelta(hours=1)).isoformat(),
        "chair": people[0],
        "delegates": people[1:],
    }
    csrf = await chair.page.evaluate("JSON.parse(document.body.getAttribute('hx-headers:inherited'))")
    answer = await chair.api.post("/meetings/api/v1/meetings", data=data, headers=csrf)
    assert answer.ok, await answer.text()
    return str((await answer.json())["id"])


async def _person(chair: Attendee, name: str) -> str:
    answer = await chair.api.get("/governance/api/v1/people/options", params={"q": name})
    return str((await answer.json())[0]["value"])


async def opened(chair: Attendee, other: Attendee) -> str:
    """Id of a meeting both are in, with sound and picture on; the time until both see the other is printed."""
    meeting = await called(chair, other)
    await other.go(meeting)
    await other.act("microphone", "camera")
    await chair.go(meeting)
    await chair.is_inside()
    await chair.act("microphone", "camera")
    began = time.monotonic()
    await chair.act("open")
    await other.is_inside()
    inside = time.monotonic() - began
    await other.sees()
    await chair.sees()
    print(f"join to first frame: {time.monotonic() - began:.2f} s, of which {inside:.2f} s until inside")  # noqa: T201
    return meeting


async def goes_on(*people: Attendee) -> None:
    """Pictures move and voices are heard, from now on."""
    await asyncio.gather(*map(_goes_on, people))


async def _goes_on(one: Attendee) -> None:
    frames, energy = await one.sees(), await one.hears()
    await one.sees(more_than=frames + 10)
    await one.hears(more_than=energy)


async def is_put_out_and_let_back_in(chair: Attendee, other: Attendee) -> None:
    """By mistake: who conducts finds them in the room, and they come back with one click."""
    name = await other.name()
    await chair.page.get_by_role("button", name=f"Mời ra: {name}").click()
    await chair.page.locator("#confirm").get_by_role("button", name="Mời ra").click()
    await other.page.wait_for_selector("[data-room][data-place=over]")
    await chair.page.get_by_role("button", name=f"Cho vào lại: {name}").click()
    await chair.page.wait_for_selector("[data-part=refused-card]", state="hidden")
    await other.page.get_by_role("button", name="Vào lại").click()
    await other.is_inside()


async def falls_out_and_comes_back(chair: Attendee, other: Attendee) -> None:
    """The line is cut under the meeting, with the hand raised, and comes back into the same place."""
    await other.act("hand")
    await other.page.wait_for_selector("[data-act=hand][aria-pressed=true]")
    stay = await other.page.evaluate("window.room.connection")
    await other.page.context.set_offline(True)
    await other.page.evaluate("window.room.socket.line.close()")
    await other.page.wait_for_selector("[data-room][data-connected=false]")
    await chair.page.wait_for_function("() => document.querySelectorAll('.tile-person').length === 1")
    await other.page.context.set_offline(False)
    await other.page.wait_for_function(f"() => window.room.connection !== '{stay}'")
    await other.page.wait_for_selector("[data-act=hand][aria-pressed=true]")
