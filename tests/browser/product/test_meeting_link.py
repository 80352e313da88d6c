"""A guest's link through the front door: from the mail, answered, in one browser at a time, and what it says when it
lets nobody in any more."""

import asyncio
import re
from urllib.parse import urlsplit

import httpx
import pytest
from playwright.async_api import Page, expect

from tests.browser import axe
from tests.browser.looks import SPILLS
from tests.browser.meeting import Attendee, attending, called
from tests.browser.people import Door
from tests.browser.visiting import GUEST

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
LINK = re.compile(r"http\S+/meetings/guest/\w+")
NAME = "Phạm Thị Khách"
MOST_PINS, GONE = 5, 404


async def invited(chair: Attendee, meeting: str, email: str) -> str:
    """The PIN, as it is shown to who invites."""
    await chair.page.goto(f"/meetings/meetings/{meeting}/guests")
    await chair.page.get_by_label("Họ và tên").fill(NAME)
    await chair.page.get_by_label("Thư điện tử").fill(email)
    await chair.page.get_by_role("button", name="Thêm khách").click()
    return await pin_of(chair, email)


async def pin_of(chair: Attendee, email: str) -> str:
    await expect(chair.page.get_by_text(f"Liên kết được gửi tới {email}")).to_be_visible()
    return await chair.page.locator("#guest-pin").input_value()


async def mailed(door: Door, email: str, but: str = "") -> str:
    """Path of the link in the newest mail, once it is another than `but`."""
    async with asyncio.timeout(60), httpx.AsyncClient(base_url=door.mailbox) as box:
        while True:
            mails = (await box.get("/messages", params={"to": email})).json()
            found = LINK.search(mails[0]["text"]) if mails else None
            if found and (path := urlsplit(found[0]).path) != but:
                return path
            await asyncio.sleep(0.2)


async def entered(page: Page, link: str, pin: str) -> None:
    await page.goto(link)
    await page.get_by_label("Mã PIN").fill(pin)
    await page.get_by_role("button", name="Vào họp").click()


async def begun(chair: Attendee, meeting: str) -> None:
    await chair.go(meeting)
    await chair.is_inside()
    await chair.act("open")


async def confirmed(chair: Attendee, name: str) -> None:
    await chair.page.get_by_role("button", name=name).first.click()
    await chair.page.locator("#confirm").get_by_role("button", name=name).click()


async def in_the_lobby(page: Page) -> None:
    await page.wait_for_selector("[data-room][data-place=lobby]")


async def says(page: Page, title: str) -> None:
    """In words, also on a small screen."""
    await expect(page.get_by_role("heading", name=title)).to_be_visible()
    await page.set_viewport_size({"width": 360, "height": 800})
    assert not await axe.faults(page)
    assert not await page.evaluate(SPILLS)


async def test_a_guest_answers_waits_meets_is_sent_back_and_leaves(door: Door) -> None:
    async with attending(door, "giamdoc", GUEST) as (chair, guest):
        meeting = await called(chair)
        pin = await invited(chair, meeting, "khach@anphu.example")
        link = await mailed(door, "khach@anphu.example")
        await guest.page.goto(link)
        await expect(guest.page.get_by_text("Giao ban chuyển đổi số")).to_have_count(0)
        await guest.page.get_by_label("Tôi sẽ dự").check()
        await guest.page.get_by_role("button", name="Gửi trả lời").click()
        await expect(guest.page.get_by_text("Đã ghi nhận trả lời của bạn")).to_be_visible()
        await chair.page.goto(f"/meetings/meetings/{meeting}/people")
        await expect(chair.page.get_by_role("row", name=NAME).get_by_text("Sẽ dự")).to_be_visible()
        await entered(guest.page, link, pin)
        await in_the_lobby(guest.page)
        await guest.act("microphone", "camera")
        await begun(chair, meeting)
        await chair.act("microphone", "camera")
        await expect(guest.page.get_by_text("Bạn đang chờ chủ tọa hoặc thư ký cho vào họp.")).to_be_visible()
        await chair.page.locator("[data-part=waiting]").get_by_role("button", name="Cho vào").click()
        await guest.is_inside()
        for one in (chair, guest):
            await one.sees()
            await one.hears()
        await chair.page.get_by_role("button", name="Ra phòng chờ").click()
        await in_the_lobby(guest.page)
        await expect(chair.page.locator(".tile-person")).to_have_count(1)
        await expect(chair.page.locator("[data-part=waiting]").get_by_text(NAME)).to_be_visible()
        await guest.page.close()
        await expect(chair.page.locator("[data-part=waiting-card]")).to_be_hidden()
        assert await chair.page.locator("[data-part=waiting] li").count() == 0


async def test_a_link_in_two_browsers_lets_one_in_at_a_time(door: Door) -> None:
    async with attending(door, "giamdoc", GUEST, GUEST, GUEST) as (chair, guest, elsewhere, thief):
        other, copied = elsewhere.page, thief.page
        meeting = await called(chair)
        pin = await invited(chair, meeting, "hai@anphu.example")
        link = await mailed(door, "hai@anphu.example")
        await begun(chair, meeting)
        await entered(guest.page, link, pin)
        await in_the_lobby(guest.page)
        await entered(other, link, pin)
        await in_the_lobby(other)
        await expect(guest.page.get_by_text("Bạn đã vào họp ở một cửa sổ khác.")).to_be_visible()
        await expect(chair.page.locator("[data-part=waiting] li")).to_have_count(1)
        kept = await guest.page.context.cookies(f"{door.url}/meetings/{meeting}")
        await copied.context.add_cookies(kept)  # type: ignore[arg-type]
        await copied.goto(f"/meetings/{meeting}/room")
        await in_the_lobby(copied)
        await expect(other.get_by_text("Bạn đã vào họp ở một cửa sổ khác.")).to_be_visible()
        assert await chair.page.locator("[data-part=waiting] li").count() == 1


async def test_a_locked_a_replaced_and_a_revoked_link_say_so(door: Door) -> None:
    async with attending(door, "giamdoc", GUEST) as (chair, guest):
        meeting = await called(chair)
        pin = await invited(chair, meeting, "ba@anphu.example")
        first = await mailed(door, "ba@anphu.example")
        for _ in range(MOST_PINS):
            await entered(guest.page, first, f"{(int(pin) + 1) % 10**6:06}")
            await expect(guest.page.get_by_text("Mã PIN không đúng").first).to_be_visible()
        await guest.page.goto(first)
        await says(guest.page, "Liên kết bị khóa")
        await chair.page.goto(f"/meetings/meetings/{meeting}/guests")
        await confirmed(chair, "Tạo liên kết mới")
        pin = await pin_of(chair, "ba@anphu.example")
        second = await mailed(door, "ba@anphu.example", but=first)
        await guest.page.goto(first)
        await says(guest.page, "Liên kết không dùng được")
        await entered(guest.page, second, pin)
        await in_the_lobby(guest.page)
        await chair.page.goto(f"/meetings/meetings/{meeting}/guests")
        await confirmed(chair, "Thu hồi")
        await expect(guest.page.get_by_text("Bạn không ở trong cuộc họp này nữa")).to_be_visible()
        await guest.page.goto(second)
        await says(guest.page, "Liên kết đã bị thu hồi")
        assert (await guest.page.request.get(second)).status == GONE


async def test_a_link_to_a_meeting_that_has_ended_says_so(door: Door) -> None:
    async with attending(door, "giamdoc", GUEST) as (chair, guest):
        meeting = await called(chair)
        await invited(chair, meeting, "bon@anphu.example")
        link = await mailed(door, "bon@anphu.example")
        await begun(chair, meeting)
        await confirmed(chair, "Kết thúc họp")
        await chair.page.wait_for_selector("[data-room][data-place=over]")
        await guest.page.goto(link)
        await says(guest.page, "Liên kết đã hết hạn")
        assert (await guest.page.request.get(link)).status == GONE
