"""Every component in a real browser: accessible, within the screen, usable by keyboard, under the strict policy."""

import asyncio
import re

import pytest
from fastapi import FastAPI
from playwright.async_api import Page, Route, expect

from tests.browser import axe
from tests.browser.conftest import OpenPage
from tests.browser.looks import looked_at

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
PATHS = ("components", "members", "form", "upload", "down", "members?q=không-có-gì", "components?anonymous", "later")
FOCUSED = "(document.activeElement.ariaLabel || document.activeElement.textContent).trim()"
REFUSED = ("Failed to load resource",)


async def focus_order(page: Page, last: str) -> list[str]:
    names: list[str] = []
    while last not in names and len(names) < 60:
        await page.keyboard.press("Tab")
        names.append(await page.evaluate(FOCUSED))
    return names


@pytest.mark.parametrize("path", PATHS)
async def test_accessible_and_within_the_screen(open_page: OpenPage, gallery: str, path: str) -> None:
    page = await open_page(f"{gallery}/lgsp-gateway/{path}", expected=REFUSED, reduced_motion="reduce")
    await page.wait_for_load_state("load")
    faults = await looked_at(page)
    assert not faults, "\n".join(faults)


async def test_skip_link_comes_first_and_leads_to_the_content(open_page: OpenPage, gallery: str) -> None:
    page = await open_page(f"{gallery}/lgsp-gateway/members")
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Đến nội dung chính")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.locator("#content")).to_be_focused()


async def test_menu_opens_by_key_and_gives_the_focus_back(open_page: OpenPage, gallery: str) -> None:
    page = await open_page(f"{gallery}/lgsp-gateway/members")
    account = page.locator("summary", has_text="Tài khoản của Nguyễn Thị Hương")
    await account.focus()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("button", name="Đăng xuất")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("button", name="Đăng xuất")).to_be_hidden()
    await expect(account).to_be_focused()


async def test_navigation_is_a_drawer_on_a_phone(open_page: OpenPage, gallery: str) -> None:
    page = await open_page(f"{gallery}/lgsp-gateway/members", width=360)
    section = page.get_by_role("link", name="Các thành phần")
    await expect(section).to_be_hidden()
    await page.get_by_role("button", name="Mở các mục").click()
    await expect(section).to_be_visible()
    await axe.check(page)
    await page.keyboard.press("Escape")
    await expect(section).to_be_hidden()


async def test_theme_changes_at_once_and_is_remembered_by_the_server(open_page: OpenPage, gallery: str) -> None:
    page = await open_page(f"{gallery}/lgsp-gateway/components")
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    light = await page.evaluate(ground)
    await page.get_by_label("Giao diện").click()
    await page.get_by_role("link", name="Tối").click()
    assert await page.evaluate(ground) != light
    await page.reload()
    assert await page.evaluate(ground) != light
    await expect(page.locator("html")).to_have_attribute("data-theme", "dark")


async def test_language_works_without_javascript(open_page: OpenPage, gallery: str) -> None:
    page = await open_page(f"{gallery}/lgsp-gateway/members?q=Sở", java_script_enabled=False)
    await page.get_by_role("link", name="Switch to English").click()
    await expect(page.get_by_role("heading", name="Agencies")).to_be_visible()
    assert page.url.endswith("?q=S%E1%BB%9F")
    await expect(page.locator("html")).to_have_attribute("lang", "en")


async def test_filter_replaces_the_rows_and_keeps_the_address(open_page: OpenPage, gallery: str) -> None:
    page = await open_page(f"{gallery}/lgsp-gateway/members")
    await page.get_by_placeholder("Tìm theo tên hoặc mã").press_sequentially("Sở Y")
    await expect(page.locator("tbody tr")).to_have_count(1)
    await expect(page).to_have_url(re.compile(r"members\?q=S%E1%BB%9F(\+|%20)Y$"))
    await expect(page.locator("[data-export]")).to_have_attribute("href", re.compile(r"members\.csv\?q=S"))
    await page.reload()
    await expect(page.locator("tbody tr")).to_have_count(1)


async def test_sorting_and_paging_are_links(open_page: OpenPage, gallery: str) -> None:
    page = await open_page(f"{gallery}/lgsp-gateway/members")
    await page.get_by_role("link", name="Lượt gọi hôm nay").click()
    column = page.get_by_role("columnheader", name="Lượt gọi hôm nay")
    await expect(column).to_have_attribute("aria-sort", "ascending")
    await page.get_by_role("link", name="Tiếp").click()
    await expect(page.locator("tbody tr")).to_have_count(4)
    await expect(column).to_have_attribute("aria-sort", "ascending")


async def test_wrong_form_says_what_to_correct_and_leads_there(open_page: OpenPage, gallery: str) -> None:
    page = await open_page(f"{gallery}/lgsp-gateway/form", expected=REFUSED)
    await page.get_by_role("button", name="Lưu").click()
    summary = page.get_by_role("alert")
    await expect(summary).to_contain_text("Có 2 chỗ cần sửa")
    await expect(summary).to_be_focused()
    await axe.check(page)
    await summary.get_by_role("link", name="Mã định danh").click()
    code = page.get_by_role("textbox", name="Mã định danh")
    await expect(code).to_be_focused()
    await expect(code).to_have_accessible_description(re.compile("H02.01"))


async def test_good_form_is_saved_and_said_on_the_next_page(
    open_page: OpenPage, gallery: str, gallery_app: FastAPI
) -> None:
    page = await open_page(f"{gallery}/lgsp-gateway/form")
    await page.get_by_role("textbox", name="Tên cơ quan").fill("Sở Dân tộc và Tôn giáo")
    await page.get_by_role("textbox", name="Mã định danh").fill("H02.21")
    await page.get_by_role("button", name="Lưu").click()
    await expect(page.get_by_text("Đã lưu cơ quan Sở Dân tộc và Tôn giáo.")).to_be_visible()
    assert gallery_app.state.sent.names[-1] == "Sở Dân tộc và Tôn giáo"
    await page.reload()
    await expect(page.get_by_text("Đã lưu cơ quan")).to_be_hidden()


async def test_grave_action_asks_first(open_page: OpenPage, gallery: str) -> None:
    page = await open_page(f"{gallery}/lgsp-gateway/components", expected=REFUSED)
    await page.get_by_role("button", name="Tạm dừng").click()
    dialog = page.get_by_role("dialog")
    await expect(dialog).to_contain_text("Tạm dừng dịch vụ này?")
    await expect(dialog.get_by_role("button", name="Hủy")).to_be_focused()
    await page.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()
    assert page.url.endswith("/components")
    await page.get_by_role("button", name="Tạm dừng").click()
    await dialog.get_by_role("button", name="Tạm dừng").click()
    await page.wait_for_url(f"{gallery}/lgsp-gateway/form")


async def test_chart_is_drawn_under_the_policy_and_told_as_a_table(open_page: OpenPage, gallery: str) -> None:
    page = await open_page(f"{gallery}/lgsp-gateway/components")
    chart = page.locator("#calls")
    await chart.scroll_into_view_if_needed()
    await expect(chart).to_have_attribute("data-drawn", "true")
    await expect(chart.locator("canvas")).to_be_visible()
    await chart.get_by_text("Xem dữ liệu dạng bảng").click()
    await expect(chart.get_by_role("row")).to_have_count(12)


async def test_toast_and_error_of_a_partial_request(open_page: OpenPage, gallery: str) -> None:
    page = await open_page(f"{gallery}/lgsp-gateway/components", expected=REFUSED)
    await page.get_by_role("button", name="Báo", exact=True).click()
    await expect(page.locator("#toasts")).to_contain_text("Đã lưu cơ quan Sở Nội vụ.")
    await page.get_by_role("button", name="Lỗi", exact=True).click()
    notice = page.locator("#messages")
    await expect(notice).to_contain_text("Không kết nối được tới hệ thống Một cửa")
    await expect(notice).to_contain_text("c0ffee12")


async def test_keyboard_reaches_everything_in_the_order_of_the_page(open_page: OpenPage, gallery: str) -> None:
    page = await open_page(f"{gallery}/lgsp-gateway/form")
    wanted = ["Đến nội dung chính", "Các nền tảng", "Các thành phần", "Lưu", "Hủy"]
    names = await focus_order(page, wanted[-1])
    assert [name for name in names if name in wanted] == wanted


async def test_a_part_that_fails_says_so_in_its_place_and_is_tried_again(open_page: OpenPage, gallery: str) -> None:
    page = await open_page(f"{gallery}/lgsp-gateway/later", expected=REFUSED)
    part = page.locator("[data-later]")
    await expect(part).to_contain_text("Nền tảng này chưa trả lời")
    await expect(page.locator("#toasts, #messages")).to_have_text(["", ""])
    await part.get_by_role("button", name="Thử lại").click()
    await expect(part).to_have_text("Ba kết quả")


async def test_a_part_that_loads_by_itself_is_a_link_without_javascript(open_page: OpenPage, gallery: str) -> None:
    page = await open_page(f"{gallery}/lgsp-gateway/later", java_script_enabled=False)
    await expect(page.get_by_role("link", name="Xem kết quả")).to_have_attribute("href", "/lgsp-gateway/part")


async def test_progress_is_asked_for_until_it_is_done(open_page: OpenPage, gallery: str) -> None:
    page = await open_page(f"{gallery}/lgsp-gateway/later", expected=REFUSED)
    await expect(page.get_by_text("100 trong 209")).to_be_visible()
    await expect(page.get_by_text("Đã nhập xong 209 đơn vị.")).to_be_visible()


async def test_a_request_that_takes_long_is_shown(open_page: OpenPage, gallery: str) -> None:
    page = await open_page(f"{gallery}/lgsp-gateway/members")
    release = asyncio.Event()

    async def hold(route: Route) -> None:
        await release.wait()
        await route.continue_()

    await page.route("**/members?q=*", hold)
    bar = "getComputedStyle(document.querySelector('.header'), '::after').content"
    assert await page.evaluate(bar) == "none"
    await page.get_by_placeholder("Tìm theo tên hoặc mã").fill("Sở Y")
    await page.wait_for_function(f"() => {bar} !== 'none'")
    release.set()
    await expect(page.locator("tbody tr")).to_have_count(1)
    await page.wait_for_function(f"() => {bar} === 'none'")


async def test_a_list_that_is_filtered_says_so_and_lets_go(open_page: OpenPage, gallery: str) -> None:
    page = await open_page(f"{gallery}/lgsp-gateway/members")
    clear = page.get_by_role("link", name="Bỏ lọc")
    await expect(clear).to_be_hidden()
    await page.get_by_placeholder("Tìm theo tên hoặc mã").fill("Sở Y")
    await expect(page.locator("tbody tr")).to_have_count(1)
    await clear.click()
    await expect(page.locator("tbody tr")).to_have_count(8)
    await expect(clear).to_be_hidden()


async def test_the_search_box_is_a_key_away(open_page: OpenPage, gallery: str) -> None:
    page = await open_page(f"{gallery}/lgsp-gateway/components", expected=REFUSED)  # the gallery searches nothing
    await page.keyboard.press("/")
    await expect(page.get_by_role("searchbox", name="Tìm trong tất cả các nền tảng")).to_be_focused()
    await page.keyboard.type("nghị định 13/2023")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/search?q=ngh*13%2F2023")
