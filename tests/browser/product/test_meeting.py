"""Two browsers meet through the front door: they see and hear each other, and one comes back after its line was cut."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.browser import axe, chromium
from tests.browser.looks import SPILLS
from tests.browser.meeting import (
    attending,
    called,
    falls_out_and_comes_back,
    goes_on,
    is_put_out_and_let_back_in,
    opened,
)
from tests.browser.people import Door

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def test_two_see_and_hear_each_other_and_one_comes_back(door: Door) -> None:
    async with attending(door, "giamdoc", "chuyenvien") as (chair, other):
        await opened(chair, other)
        await goes_on(chair, other)
        await expect(chair.page.locator(".tile-person--speaks").first).to_be_visible()
        await falls_out_and_comes_back(chair, other)
        await goes_on(chair, other)


async def test_a_weak_line_keeps_voices_and_is_remembered(door: Door) -> None:
    async with attending(door, "giamdoc", "chuyenvien") as (chair, other):
        meeting = await opened(chair, other)
        await other.act("save")
        await expect(chair.page.locator(".tile-person [data-initials]:visible")).to_have_count(1)
        before = await other.page.evaluate("window.room.connection")
        await other.hears(more_than=await other.hears())
        await other.go(meeting)
        await other.page.wait_for_function(f"() => window.room.connection && window.room.connection !== '{before}'")
        await expect(other.page.locator("[data-act=save]")).to_have_attribute("aria-pressed", "true")
        await other.act("save")
        await other.sees()


async def test_the_room_is_accessible_within_the_screen_and_ends_on_a_yes(door: Door) -> None:
    async with attending(door, "giamdoc", "chuyenvien") as (chair, other):
        await opened(chair, other)
        faults = []
        for one, width in ((chair, 1440), (chair, 360), (other, 360)):
            await one.page.set_viewport_size({"width": width, "height": 800})
            faults += [f"{one.username} {width}: {fault}" for fault in await axe.faults(one.page)]
            if await one.page.evaluate(SPILLS):
                faults.append(f"{one.username} {width}: wider than the screen")
        assert not faults, "\n".join(faults)
        await is_put_out_and_let_back_in(chair, other)
        await chair.page.get_by_role("button", name="Kết thúc họp").click()
        await chair.page.locator("#confirm").get_by_role("button", name="Kết thúc họp").click()
        await other.page.wait_for_selector("[data-room][data-place=over]")
        await expect(other.page.get_by_role("status").filter(has_text="Cuộc họp đã kết thúc")).to_be_visible()


@pytest_asyncio.fixture(loop_scope="session")
async def remembering(door: Door) -> AsyncIterator[Door]:
    """A browser that knows its devices again."""
    path = chromium.whole()
    if path is None:
        pytest.skip("the whole Chromium is not on this machine (Debian: apt-get install chromium)")
    browser = await door.browser.browser_type.launch(**chromium.options(path, *chromium.DEVICES))
    yield replace(door, browser=browser)
    await browser.close()


async def test_the_lobby_tries_the_devices(remembering: Door) -> None:
    async with attending(remembering, "giamdoc", "chuyenvien") as (chair, other):
        await other.go(await called(chair, other))
        await other.act("microphone", "camera")
        await other.page.wait_for_function("() => document.querySelector('[data-part=level]').value > 0")
        await other.page.wait_for_function("() => document.querySelector('[data-part=preview]').videoWidth > 0")
        cameras = other.page.get_by_label("Máy quay")
        await expect(cameras).to_be_enabled()
        chosen = await cameras.locator("option").last.get_attribute("value")
        await cameras.select_option(chosen)
        assert not await axe.faults(other.page)
        await other.page.reload()
        await other.act("camera")
        await expect(other.page.get_by_label("Máy quay")).to_have_value(chosen or "")
