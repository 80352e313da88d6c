"""More people than can send to each other, without an SFU: the first ones meet, the rest hear why not and take part."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
from playwright.async_api import expect
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin

from tests.browser.meeting import Attendee, attending, called
from tests.browser.people import Door
from tests.browser.product.test_meeting_vote import ask, cast
from tests.meetings.hall import Line

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
BETWEEN = {
    "vanthu": "Đào Thị Thư",
    "truongphong": "Lương Thị Trưởng",
    "giamsat": "Vũ Thị Giám",
    "lanhdao": "Phạm Đức Lãnh",
    "chanhvp": "Nguyễn Thị Chánh Văn",
}
BEAT_SECONDS = 5
SEES = """(name) => {
  const tile = [...document.querySelectorAll(".tile-person")]
    .find((one) => one.querySelector("[data-name]").textContent === name);
  return tile && tile.querySelector("video").getVideoPlaybackQuality().totalVideoFrames > 10;
}"""


@asynccontextmanager
async def sitting(door: Door, username: str, meeting: str) -> AsyncIterator[Line]:
    """Somebody at the front door whose browser is there and sends nothing."""
    state = await door.state(username)
    assert state is not None
    cookie = "; ".join(f"{one['name']}={one['value']}" for one in state["cookies"])
    address = f"{door.url}/meetings/{meeting}/socket".replace("http", "ws", 1)
    headers = {"Cookie": cookie}
    async with connect(address, additional_headers=headers, origin=Origin(door.url), proxy=None) as socket:
        line = Line(socket)
        await line.next("inside")
        beating = asyncio.create_task(_beat(line))
        try:
            yield line
        finally:
            beating.cancel()
            await asyncio.gather(beating, return_exceptions=True)


async def _beat(line: Line) -> None:
    try:
        while True:
            await line.say("beat")
            await asyncio.sleep(BEAT_SECONDS)
    except ConnectionClosed:
        return


async def _sends(one: Attendee, meeting: str) -> None:
    await one.go(meeting)
    await one.act("microphone", "camera")


async def test_the_seventh_hears_why_there_are_no_pictures_and_takes_part(door: Door) -> None:
    async with attending(door, "giamdoc", "chuyenvien") as (chair, seventh), AsyncExitStack() as seats:
        meeting = await called(chair, seventh, named=list(BETWEEN.values()))
        await _sends(chair, meeting)
        await chair.act("open")
        first, *_ = [await seats.enter_async_context(sitting(door, username, meeting)) for username in BETWEEN]
        await _sends(seventh, meeting)
        apart = "[data-part=apart]"
        await expect(seventh.page.locator(apart)).to_contain_text("Chỉ 6 người vào trước gọi hình với nhau được")
        await expect(chair.page.locator(apart)).to_contain_text("1 người vào sau thì không")
        await takes_part(chair, seventh)
        await first.socket.close()
        for one, other in ((chair, seventh), (seventh, chair)):
            await one.page.wait_for_function(SEES, arg=await other.name())
            await expect(one.page.locator(apart)).to_be_hidden()
        await seats.enter_async_context(sitting(door, "vanthu", meeting))
        await expect(chair.page.locator(apart)).to_contain_text("1 người vào sau thì không")
        await expect(seventh.page.locator(apart)).to_contain_text("1 người vào sau thì không")


async def takes_part(chair: Attendee, seventh: Attendee) -> None:
    await seventh.page.get_by_label("Nhập lời nhắn").fill("Tôi không thấy hình")
    await seventh.page.get_by_role("button", name="Gửi", exact=True).click()
    await expect(chair.page.locator("[data-part=chat]")).to_contain_text("Tôi không thấy hình")
    await seventh.act("hand")
    await expect(chair.page.locator(".tile-person [data-hand]:visible")).to_have_count(1)
    await ask(chair, "Thông qua chương trình?", secret=False)
    await cast(seventh, "Thông qua chương trình?", "Đồng ý")
