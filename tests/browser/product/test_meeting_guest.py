"""A guest from outside, by the link and the PIN they were told: waits, is let in, and is put out on a yes only."""

from urllib.parse import urlsplit

import pytest
from playwright.async_api import Page, expect

from tests.browser import axe
from tests.browser.meeting import INSIDE, PATIENCE_MS, Attendee, attending, called
from tests.browser.people import Door

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
NAME = "Nguyễn Văn Khách"


async def invited(chair: Attendee, meeting: str) -> tuple[str, str]:
    """Path and PIN, which are shown once."""
    page = chair.page
    await page.goto(f"/meetings/meetings/{meeting}/guests")
    await page.get_by_label("Họ và tên").fill(NAME)
    await page.get_by_role("button", name="Thêm khách").click()
    link = await page.locator("#guest-link").text_content()
    pin = await page.locator("#guest-pin").evaluate("(shown) => shown.value || shown.textContent")
    assert not await axe.faults(page)
    return urlsplit((link or "").strip()).path, pin.strip()


async def enters(guest: Page, path: str, pin: str) -> None:
    await guest.goto(path)
    await guest.get_by_label("Mã PIN").fill("1" if pin != "1" else "2")
    await guest.get_by_role("button", name="Vào họp").click()
    await expect(guest.get_by_role("alert")).to_be_visible()
    assert not await axe.faults(guest)
    await guest.get_by_label("Mã PIN").fill(pin)
    await guest.get_by_role("button", name="Vào họp").click()
    await guest.wait_for_selector("[data-room][data-place=lobby]")
    assert not await axe.faults(guest)


async def test_a_guest_comes_by_link_and_pin_and_is_let_in(door: Door) -> None:
    async with (
        attending(door, "giamdoc", "chuyenvien") as (chair, other),
        await door.browser.new_context(base_url=door.url, locale="vi-VN") as context,
    ):
        meeting = await called(chair, other)
        path, pin = await invited(chair, meeting)
        await chair.go(meeting)
        await chair.is_inside()
        await chair.act("open")
        guest = await context.new_page()
        guest.set_default_timeout(PATIENCE_MS)
        await enters(guest, path, pin)
        await chair.page.get_by_role("button", name=f"Cho vào: {NAME}").click()
        await guest.wait_for_selector(INSIDE)
        await chair.page.get_by_role("button", name=f"Mời ra: {NAME}").click()
        await chair.page.locator("#confirm").get_by_role("button", name="Mời ra").click()
        await guest.wait_for_selector("[data-room][data-place=over]")
