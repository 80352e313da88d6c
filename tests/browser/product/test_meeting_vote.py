"""Votes in the room, through the front door: the browser blinds, and the ballot comes without a name."""

import pytest
from playwright.async_api import Request, expect

from tests.browser.meeting import Attendee, attending, opened
from tests.browser.people import Door

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


async def ask(chair: Attendee, question: str, *, secret: bool) -> None:
    await chair.page.get_by_text("Biểu quyết ngay").click()
    await chair.page.get_by_label("Nội dung biểu quyết").fill(question)
    if secret:
        await chair.page.get_by_label("Bỏ phiếu kín").check()
    await chair.page.get_by_role("button", name="Mở ngay").click()


async def cast(one: Attendee, question: str, choice: str) -> None:
    asked = one.page.locator("[data-vote]").filter(has_text=question)
    await asked.get_by_label(choice, exact=True).check()
    await asked.get_by_role("button", name="Gửi biểu quyết").click()
    await expect(asked.get_by_text("Bạn đã biểu quyết.")).to_be_visible()


async def close(chair: Attendee, question: str) -> None:
    asked = chair.page.locator("[data-vote]").filter(has_text=question)
    await expect(asked.get_by_text("Đã nhận 2 phiếu.")).to_be_visible()
    await asked.get_by_role("button", name="Đóng biểu quyết").click()
    await chair.page.locator("#confirm").get_by_role("button", name="Đóng biểu quyết").click()


async def test_members_vote_in_the_room_openly_and_in_secret(door: Door) -> None:
    async with attending(door, "giamdoc", "chuyenvien") as (chair, other):
        await opened(chair, other)
        sent: list[Request] = []
        other.page.on("request", lambda one: sent.append(one) if "/ballots/" in one.url else None)
        for question, secret in (("Thông qua chương trình?", False), ("Khen thưởng đơn vị?", True)):
            await ask(chair, question, secret=secret)
            await cast(chair, question, "Đồng ý")
            await cast(other, question, "Không đồng ý")
            await close(chair, question)
            result = other.page.locator("[data-vote]").filter(has_text=question)
            await expect(result.get_by_text("Không đồng ý: 1")).to_be_visible()
            await expect(result.get_by_text("2/2 người đã biểu quyết.")).to_be_visible()
        await expect(other.page.get_by_text("Phiếu của bạn đã được đếm.")).to_be_visible()
        (ballot,) = [one for one in sent if one.method == "POST"]
        headers = await ballot.all_headers()
        assert not {"cookie", "authorization", "referer", "x-csrf-token"} & headers.keys()
        assert set(ballot.post_data_json or ()) == {"token", "signature", "choices"}
