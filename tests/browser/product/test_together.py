"""The product with several people, pages and processes at once."""

import os
import signal

import pytest
from playwright.async_api import Page, expect

from tests.browser import axe
from tests.browser.people import Visits
from tests.browser.visiting import settle, submit

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
MEMBERS = "/lgsp-gateway/members"
CONFLICT = ("Failed to load resource",)


async def register(page: Page, code: str, name: str) -> str:
    """The path of the new member."""
    await page.get_by_label("Mã định danh").fill(code)
    await page.get_by_label("Tên", exact=True).fill(name)
    await page.get_by_label("Có hiệu lực từ").fill("2026-01-01")
    await submit(page)
    await expect(page.get_by_text(f"Đã thêm {name}.")).to_be_visible()
    return page.url


async def test_a_late_edit_is_shown_what_changed_meanwhile(visit: Visits) -> None:
    early = await visit("dangky", f"{MEMBERS}/new")
    member = await register(early, "H02.16.08", "Bệnh viện Đa khoa số 1")
    await early.goto(f"{member}/edit")
    late = await visit("quantri", f"{MEMBERS}/{member.rsplit('/', 1)[1]}/edit", expected=CONFLICT)
    await early.get_by_label("Tên", exact=True).fill("Bệnh viện Đa khoa Sông Thương")
    await submit(early)
    await late.get_by_label("Tên", exact=True).fill("Bệnh viện Đa khoa Yên Thế")
    await submit(late)
    told = late.get_by_role("alert").or_(late.get_by_role("status")).filter(has_text="Người khác đã lưu trước bạn")
    await expect(told).to_contain_text("Bệnh viện Đa khoa Sông Thương")
    await expect(late.get_by_label("Tên", exact=True)).to_have_value("Bệnh viện Đa khoa Yên Thế")
    await submit(late)
    await expect(late.get_by_role("heading", name="Bệnh viện Đa khoa Yên Thế")).to_be_visible()


async def test_two_tabs_hear_of_an_event_over_one_connection(visit: Visits) -> None:
    """The tabs have no way to connect themselves: both hear through the worker they share."""
    first = await visit("lanhdao", "/sign-in")
    await first.context.add_init_script("delete window.EventSource")
    await first.goto("/")
    second = await first.context.new_page()
    await second.goto("/")
    tabs = (first, second)
    for tab in tabs:
        await expect(tab.locator("[data-live-state=open]")).to_have_text("Trực tiếp")
        await tab.evaluate("window.sameAsBefore = true")
    other = await visit("dangky", "/lgsp-gateway/services/new")
    await register_service(other, "Tra cứu sổ đỏ điện tử")
    for tab in tabs:
        news = tab.locator("#feed").get_by_text("Đã đăng ký dịch vụ Tra cứu sổ đỏ điện tử")
        await expect(news).to_be_visible()
        assert await tab.evaluate("window.sameAsBefore")


async def register_service(page: Page, name: str) -> None:
    await page.get_by_label("Ứng dụng cung cấp").select_option(index=1)
    await page.get_by_label("Mã dịch vụ").fill("so-do")
    await page.get_by_label("Tên", exact=True).fill(name)
    await page.get_by_label("Địa chỉ gốc").fill("http://127.0.0.1:9/so-do")
    await submit(page)
    await expect(page.get_by_role("heading", name=name)).to_be_visible()


async def test_signs_in_and_reads_lists_without_javascript(visit: Visits) -> None:
    page = await visit("guest", f"{MEMBERS}?sort=-code", java_script_enabled=False)
    await page.get_by_label("Tên đăng nhập").fill("kiemtra")
    await page.get_by_label("Mật khẩu").fill(visit.door.keys.passwords["kiemtra"])
    await submit(page)
    await page.get_by_placeholder("Tìm theo tên hoặc mã định danh").fill("so y te")
    await page.get_by_role("button", name="Áp dụng").click()
    await page.get_by_role("link", name="Sở Y tế").click()
    await expect(page.get_by_role("heading", name="Sở Y tế")).to_be_visible()
    await page.get_by_role("link", name="Xem các ứng dụng").click()
    await expect(page.get_by_role("heading", name="Ứng dụng")).to_be_visible()


async def test_a_killed_platform_shows_on_the_portal_and_comes_back(visit: Visits) -> None:
    page = await visit("canbo", "/")
    tile = page.get_by_role("listitem").filter(has=page.get_by_role("link", name="Giám sát trực tuyến"))
    await expect(tile).to_contain_text("Đang hoạt động")
    os.kill(visit.door.product.processes()["monitoring"], signal.SIGKILL)
    await expect(tile).to_contain_text("đã khởi động lại 1 lần")
    await expect(tile).to_contain_text("Đang hoạt động")
    news = page.locator("#feed").get_by_text("Giám sát trực tuyến đã khởi động lại")
    await expect(news.first).to_be_visible()
    await tile.get_by_role("link").click()
    await expect(page.get_by_role("heading", name="Bảng theo dõi")).to_be_visible()


async def test_the_bell_is_silent_while_its_platform_is_away_and_rings_again(visit: Visits) -> None:
    page = await visit("giamsat", "/monitoring/alerts", expected=CONFLICT)
    count = page.locator("#notification-count")
    await expect(count).not_to_be_empty()
    os.kill(visit.door.product.processes()["governance"], signal.SIGKILL)
    for path in ("/monitoring/indicators", "/monitoring/alerts"):
        answer = await page.goto(path)
        assert answer
        assert answer.status == 200
        await expect(page.locator("tbody tr").first).to_be_visible()
        await expect(page.locator(".notice--danger, .empty--failed")).to_have_count(0)
    while not await count.inner_text():
        await page.reload()
        await settle(page)


async def test_the_first_password_must_be_replaced(visit: Visits) -> None:
    page = await visit("guest", "/sign-in", expected=CONFLICT)
    await page.get_by_label("Tên đăng nhập").fill("moi")
    await page.get_by_label("Mật khẩu").fill(visit.door.keys.passwords["moi"])
    await submit(page)
    await replace(page, visit.door.keys.passwords["moi"])
    await expect(page.get_by_role("alert")).to_contain_text("Mật khẩu mới phải khác mật khẩu hiện tại.")
    await replace(page, "một câu dài chỉ mình tôi nhớ")
    await expect(page.get_by_role("heading", name="Xin chào, Đỗ Văn Mới")).to_be_visible()


async def test_a_forgotten_password_is_replaced_by_mail(visit: Visits) -> None:
    page = await visit("guest", "/forgotten-password", expected=CONFLICT)
    await page.get_by_label("Thư điện tử").fill("canbo@demo.example")
    await submit(page)
    await expect(page.get_by_text("Hãy xem hộp thư")).to_be_visible()
    await page.goto(visit.door.mailbox)
    while not await page.get_by_role("link", name="Đặt lại mật khẩu").count():
        await page.reload()
    await page.get_by_role("link", name="Đặt lại mật khẩu").first.click()
    await page.get_by_role("link", name="/choose-password?token=").click()
    await axe.check(page)
    await replace(page, "12345678")
    await expect(page.get_by_role("alert")).to_contain_text("12 ký tự")
    await replace(page, "mưa bóng mây trên sông Thương")
    await expect(page.get_by_text("Đã đặt mật khẩu mới. Hãy đăng nhập.")).to_be_visible()
    visit.door.keys.passwords["canbo"] = "mưa bóng mây trên sông Thương"
    visit.door.states.pop("canbo", None)
    await (await visit("canbo", "/account")).wait_for_url("**/account")


async def replace(page: Page, password: str) -> None:
    for label in ("Mật khẩu mới", "Nhập lại mật khẩu mới"):
        await page.get_by_label(label, exact=True).fill(password)
    await submit(page)
