"""A picker among thousands: by mouse and by keyboard, with the server away, and as a plain select without scripts."""

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser import axe
from tests.browser.conftest import OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
LEAD, PARTNERS = "Cơ quan chủ trì (không bắt buộc)", "Cơ quan phối hợp (không bắt buộc)"
SENT = """names => {
    const form = new FormData(document.querySelector('form.form'));
    return Object.fromEntries(names.map(name => [name, form.getAll(name)]));
}"""


async def sent(page: Page) -> dict[str, list[str]]:
    values: dict[str, list[str]] = await page.evaluate(SENT, ["lead", "partners"])
    return values


def offered(page: Page) -> Locator:
    return page.get_by_role("listbox").get_by_role("option")


async def test_one_is_found_and_chosen_by_keyboard(open_page: OpenPage, gallery: str) -> None:
    page = await open_page(f"{gallery}/lgsp-gateway/form")
    box = page.get_by_role("combobox", name=LEAD)
    await box.fill("yen the")
    await expect(offered(page)).to_have_count(1)
    await expect(box).to_have_attribute("aria-expanded", "true")
    await axe.check(page)
    await box.press("Enter")
    assert (await box.input_value(), await sent(page)) == (
        "Ủy ban nhân dân xã Yên Thế",
        {"lead": ["H02.12"], "partners": []},
    )
    await box.fill("không có")
    await expect(page.get_by_text("Không tìm thấy.").last).to_be_visible()
    await box.press("Escape")
    assert await box.input_value() == "Ủy ban nhân dân xã Yên Thế"
    await page.get_by_role("button", name="Bỏ chọn").click()
    assert (await sent(page))["lead"] == [""]


async def test_several_become_chips(open_page: OpenPage, gallery: str) -> None:
    page = await open_page(f"{gallery}/lgsp-gateway/form", width=360)
    box = page.get_by_role("combobox", name=PARTNERS)
    for words in ("y te", "nội vụ"):
        await box.fill(words)
        await expect(offered(page)).to_have_count(1)
        await offered(page).click()
    assert (await sent(page))["partners"] == ["H02.06", "H02.07"]
    await axe.check(page)
    await page.get_by_role("button", name="Bỏ Sở Nội vụ").click()
    assert (await sent(page))["partners"] == ["H02.06"]
    await box.press("Backspace")
    assert (await sent(page))["partners"] == []


async def test_with_the_server_away_the_own_are_still_offered(open_page: OpenPage, gallery: str) -> None:
    page = await open_page(f"{gallery}/lgsp-gateway/form", expected=("Failed to load resource",))
    box = page.get_by_role("combobox", name=LEAD)
    await box.click()
    await expect(offered(page)).to_have_count(3)
    await box.press("ArrowDown")
    await box.press("ArrowDown")
    await box.press("Enter")
    assert (await sent(page))["lead"] == ["H02.03"]
    await box.fill("hỏng")
    await expect(page.get_by_text("Chưa tìm được trong toàn tỉnh").last).to_be_visible()
