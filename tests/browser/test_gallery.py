"""Every component in a real browser: accessible, within the screen, usable by keyboard, under the strict policy."""

import re

import pytest
from fastapi import FastAPI
from playwright.sync_api import Page, expect

from tests.browser import axe
from tests.browser.conftest import OpenPage

pytestmark = pytest.mark.browser
PATHS = ("components", "members", "form", "down", "members?q=không-có-gì", "components?anonymous")
REFUSED = ("Failed to load resource",)


def focus_order(page: Page, last: str) -> list[str]:
    names: list[str] = []
    while last not in names and len(names) < 60:
        page.keyboard.press("Tab")
        names.append(page.evaluate("(document.activeElement.ariaLabel || document.activeElement.textContent).trim()"))
    return names


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
@pytest.mark.parametrize("path", PATHS)
def test_accessible_and_within_the_screen(open_page: OpenPage, gallery: str, path: str, width: int, theme: str) -> None:
    page = open_page(f"{gallery}/lgsp-gateway/{path}", width=width, theme=theme, expected=REFUSED)
    page.wait_for_load_state("load")
    axe.check(page)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_skip_link_comes_first_and_leads_to_the_content(open_page: OpenPage, gallery: str) -> None:
    page = open_page(f"{gallery}/lgsp-gateway/members")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Đến nội dung chính")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#content")).to_be_focused()


def test_menu_opens_by_key_and_gives_the_focus_back(open_page: OpenPage, gallery: str) -> None:
    page = open_page(f"{gallery}/lgsp-gateway/members")
    account = page.locator("summary", has_text="Tài khoản của Nguyễn Thị Hương")
    account.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Đăng xuất")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Đăng xuất")).to_be_hidden()
    expect(account).to_be_focused()


def test_navigation_is_a_drawer_on_a_phone(open_page: OpenPage, gallery: str) -> None:
    page = open_page(f"{gallery}/lgsp-gateway/members", width=360)
    section = page.get_by_role("link", name="Các thành phần")
    expect(section).to_be_hidden()
    page.get_by_role("button", name="Mở các mục").click()
    expect(section).to_be_visible()
    axe.check(page)
    page.keyboard.press("Escape")
    expect(section).to_be_hidden()


def test_theme_changes_at_once_and_is_remembered_by_the_server(open_page: OpenPage, gallery: str) -> None:
    page = open_page(f"{gallery}/lgsp-gateway/components")
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    light = page.evaluate(ground)
    page.get_by_label("Giao diện").click()
    page.get_by_role("link", name="Tối").click()
    assert page.evaluate(ground) != light
    page.reload()
    assert page.evaluate(ground) != light
    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_language_works_without_javascript(open_page: OpenPage, gallery: str) -> None:
    page = open_page(f"{gallery}/lgsp-gateway/members?q=Sở", java_script_enabled=False)
    page.get_by_role("link", name="Switch to English").click()
    expect(page.get_by_role("heading", name="Agencies")).to_be_visible()
    assert page.url.endswith("?q=S%E1%BB%9F")
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_filter_replaces_the_rows_and_keeps_the_address(open_page: OpenPage, gallery: str) -> None:
    page = open_page(f"{gallery}/lgsp-gateway/members")
    page.get_by_placeholder("Tìm theo tên hoặc mã").press_sequentially("Sở Y")
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"members\?q=S%E1%BB%9F(\+|%20)Y$"))
    expect(page.locator("[data-export]")).to_have_attribute("href", re.compile(r"members\.csv\?q=S"))
    page.reload()
    expect(page.locator("tbody tr")).to_have_count(1)


def test_sorting_and_paging_are_links(open_page: OpenPage, gallery: str) -> None:
    page = open_page(f"{gallery}/lgsp-gateway/members")
    page.get_by_role("link", name="Lượt gọi hôm nay").click()
    column = page.get_by_role("columnheader", name="Lượt gọi hôm nay")
    expect(column).to_have_attribute("aria-sort", "ascending")
    page.get_by_role("link", name="Tiếp").click()
    expect(page.locator("tbody tr")).to_have_count(4)
    expect(column).to_have_attribute("aria-sort", "ascending")


def test_wrong_form_says_what_to_correct_and_leads_there(open_page: OpenPage, gallery: str) -> None:
    page = open_page(f"{gallery}/lgsp-gateway/form", expected=REFUSED)
    page.get_by_role("button", name="Lưu").click()
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("Có 2 chỗ cần sửa")
    expect(summary).to_be_focused()
    axe.check(page)
    summary.get_by_role("link", name="Mã định danh").click()
    code = page.get_by_role("textbox", name="Mã định danh")
    expect(code).to_be_focused()
    expect(code).to_have_accessible_description(re.compile("H02.01"))


def test_good_form_is_saved_and_said_on_the_next_page(open_page: OpenPage, gallery: str, gallery_app: FastAPI) -> None:
    page = open_page(f"{gallery}/lgsp-gateway/form")
    page.get_by_role("textbox", name="Tên cơ quan").fill("Sở Dân tộc và Tôn giáo")
    page.get_by_role("textbox", name="Mã định danh").fill("H02.21")
    page.get_by_role("button", name="Lưu").click()
    expect(page.get_by_text("Đã lưu cơ quan Sở Dân tộc và Tôn giáo.")).to_be_visible()
    assert gallery_app.state.sent.names[-1] == "Sở Dân tộc và Tôn giáo"
    page.reload()
    expect(page.get_by_text("Đã lưu cơ quan")).to_be_hidden()


def test_grave_action_asks_first(open_page: OpenPage, gallery: str) -> None:
    page = open_page(f"{gallery}/lgsp-gateway/components", expected=REFUSED)
    page.get_by_role("button", name="Tạm dừng").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Tạm dừng dịch vụ này?")
    expect(dialog.get_by_role("button", name="Hủy")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert page.url.endswith("/components")
    page.get_by_role("button", name="Tạm dừng").click()
    dialog.get_by_role("button", name="Tạm dừng").click()
    page.wait_for_url(f"{gallery}/lgsp-gateway/form")


def test_chart_is_drawn_under_the_policy_and_told_as_a_table(open_page: OpenPage, gallery: str) -> None:
    page = open_page(f"{gallery}/lgsp-gateway/components")
    chart = page.locator("#calls")
    chart.scroll_into_view_if_needed()
    expect(chart).to_have_attribute("data-drawn", "true")
    expect(chart.locator("canvas")).to_be_visible()
    chart.get_by_text("Xem dữ liệu dạng bảng").click()
    expect(chart.get_by_role("row")).to_have_count(12)


def test_toast_and_error_of_a_partial_request(open_page: OpenPage, gallery: str) -> None:
    page = open_page(f"{gallery}/lgsp-gateway/components", expected=REFUSED)
    page.get_by_role("button", name="Báo", exact=True).click()
    expect(page.locator("#toasts")).to_contain_text("Đã lưu cơ quan Sở Nội vụ.")
    page.get_by_role("button", name="Lỗi", exact=True).click()
    notice = page.locator("#messages")
    expect(notice).to_contain_text("Không kết nối được tới hệ thống Một cửa")
    expect(notice).to_contain_text("c0ffee12")


def test_keyboard_reaches_everything_in_the_order_of_the_page(open_page: OpenPage, gallery: str) -> None:
    page = open_page(f"{gallery}/lgsp-gateway/form")
    wanted = ["Đến nội dung chính", "Các nền tảng", "Các thành phần", "Lưu", "Hủy"]
    names = focus_order(page, wanted[-1])
    assert [name for name in names if name in wanted] == wanted
