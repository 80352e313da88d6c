"""A registrar's morning with no mouse: every step is reached by Tab, seen, and taken by Enter."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.browser.meeting import attending, opened
from tests.browser.people import Door, Visits

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
MOST_STEPS = 60
NAME, CODE = "Trung tâm Kiểm soát bệnh tật Đặng Thùy Trâm", "H02.16.07"
# Where the focus is: its name, whether it can be seen, and whether it stands after the one before.
FOCUS = """() => {
  const now = document.activeElement, box = now.getBoundingClientRect(), style = getComputedStyle(now);
  const follows = window.before?.isConnected ? window.before.compareDocumentPosition(now) : 0;
  const after = !window.before?.isConnected || now === window.before || follows & Node.DOCUMENT_POSITION_FOLLOWING;
  window.before = now;
  const labelled = now.labels?.length ? now.labels[0] : now;
  return {
    name: (now.ariaLabel ?? labelled.innerText ?? "").trim().split("\\n")[0].replace("(không bắt buộc)", "").trim(),
    seen: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
      && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    after: Boolean(after),
  };
}"""


async def reach(page: Page, name: str) -> None:
    """Tabs to what is called so."""
    passed: list[str] = []
    for _ in range(MOST_STEPS):
        await page.keyboard.press("Tab")
        focus = await page.evaluate(FOCUS)
        passed.append(focus["name"])
        assert focus["seen"], f"the focus on {focus['name']!r} is not seen"
        assert focus["after"], f"{focus['name']!r} comes out of order after {passed[-2:]}"
        if focus["name"] == name:
            return
    raise AssertionError(f"{name!r} is not among {passed}")


async def follow(page: Page, name: str) -> None:
    await reach(page, name)
    async with page.expect_navigation():
        await page.keyboard.press("Enter")


async def write(page: Page, field: str, text: str) -> None:
    await reach(page, field)
    await page.keyboard.press("Control+a")
    await page.keyboard.type(text)


async def test_register_find_change_and_leave_by_keyboard(visit: Visits) -> None:
    page = await visit("guest", "/sign-in")
    await expect(page.get_by_label("Tên đăng nhập")).to_be_focused()
    await page.keyboard.type("dangky")
    await write(page, "Mật khẩu", visit.door.keys.passwords["dangky"])
    async with page.expect_navigation():
        await page.keyboard.press("Enter")
    await register(page)
    await find_and_change(page)
    await reach(page, "Tài khoản của Trần Thị Đăng")
    await page.keyboard.press("Enter")
    await follow(page, "Đăng xuất")
    await expect(page.get_by_text("Bạn đã đăng xuất.")).to_be_visible()


async def test_a_leader_gives_work_and_ends_what_comes_again_by_keyboard(visit: Visits) -> None:
    """The own units are offered by an arrow; Escape closes lists, menus and questions without doing anything."""
    page = await visit("giamdoc", "/governance/tasks/new")
    await write(page, "Nội dung nhiệm vụ", "Rà soát hạ tầng số của các phòng")
    await choose(page, "Chủ trì")
    await write(page, "Hoặc số ngày làm việc", "5")
    await follow(page, "Giao nhiệm vụ")
    await expect(page.get_by_role("heading", name="Rà soát hạ tầng số của các phòng")).to_be_visible()
    menu = page.locator("details.menu[open]")
    await reach(page, "Tài khoản của Trịnh Xuân Giám Đốc")
    await page.keyboard.press("Enter")
    await expect(menu).to_have_count(1)
    await page.keyboard.press("Escape")
    await expect(menu).to_have_count(0)
    await page.goto("/governance/recurring-tasks/new")
    await write(page, "Nội dung nhiệm vụ", "Giao ban phòng hằng tuần")
    await choose(page, "Chủ trì")
    await follow(page, "Lưu")
    await end(page, "Giao ban phòng hằng tuần")


async def test_in_a_meeting_by_keyboard(door: Door) -> None:
    """Mute, hand, chat and leave; who conducts is asked before somebody is put out, and stays at the button."""
    async with attending(door, "giamdoc", "chuyenvien") as (chair, other):
        await opened(chair, other)
        await begin(other.page)
        await press(other.page, "microphone", "Micrô", "false")
        await press(other.page, "hand", "Giơ tay", "true")
        await write(other.page, "Nhập lời nhắn", "Tôi xin có ý kiến")
        await other.page.keyboard.press("Enter")
        await expect(chair.page.get_by_text("Tôi xin có ý kiến")).to_be_visible()
        await asks_first(chair.page, f"Mời ra: {await other.name()}")
        await begin(other.page)
        await press(other.page, "hand", "Giơ tay", "false")
        await expect(chair.page.get_by_text("Xin phát biểu")).to_have_count(0)
        await expect(chair.page.locator("[data-does=remove]")).to_be_focused()
        await follow(other.page, "Rời phòng")
        await expect(other.page).to_have_url(re.compile("/meetings/meetings/"))


async def begin(page: Page) -> None:
    await page.locator("#content").focus()
    await page.evaluate("window.before = null")


async def press(page: Page, act: str, name: str, pressed: str) -> None:
    while not await page.locator(f"[data-act={act}]:focus").count():
        await reach(page, name)
    await page.keyboard.press("Enter")
    await expect(page.locator(f"[data-act={act}]")).to_have_attribute("aria-pressed", pressed)


async def asks_first(page: Page, name: str) -> None:
    await begin(page)
    await reach(page, name)
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("dialog")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def choose(page: Page, field: str) -> None:
    """The first of what is offered before anything is typed."""
    options = page.get_by_role("listbox", name=field).get_by_role("option")
    await reach(page, field)
    for key in ("ArrowDown", "Escape", "ArrowDown"):
        await page.keyboard.press(key)
        await expect(options).to_have_count(0) if key == "Escape" else await expect(options.first).to_be_visible()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("combobox", name=field, exact=True)).not_to_have_value("")


async def end(page: Page, name: str) -> None:
    row, question = page.get_by_role("row", name=name), page.get_by_role("dialog")
    await expect(row).to_contain_text("Đang chạy")
    await page.evaluate("window.before = null")
    while not await row.locator("button:focus", has_text="Kết thúc").count():
        await reach(page, "Kết thúc")
    await page.keyboard.press("Enter")
    await expect(question.locator(":focus")).to_have_count(1)
    await page.keyboard.press("Escape")
    await expect(row.locator("button:focus", has_text="Kết thúc")).to_have_count(1)
    await page.keyboard.press("Enter")
    await expect(question.locator(":focus")).to_have_count(1)
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(row).to_contain_text("Đã kết thúc")


async def register(page: Page) -> None:
    await reach(page, "Đến nội dung chính")
    await page.keyboard.press("Enter")
    await expect(page.locator("#content")).to_be_focused()
    await follow(page, "Thêm cơ quan, tổ chức")
    await write(page, "Mã định danh", CODE)
    await write(page, "Tên", NAME)
    await reach(page, "Có hiệu lực từ")
    await page.keyboard.type("01012026")
    await follow(page, "Lưu")
    await expect(page.get_by_text(f"Đã thêm {NAME}.")).to_be_visible()


async def find_and_change(page: Page) -> None:
    await follow(page, "Cơ quan, tổ chức")
    await page.wait_for_url("**/lgsp-gateway/members")
    await write(page, "Tìm theo tên hoặc mã định danh", "dang thuy tram")
    await expect(page.locator("tbody tr")).to_have_count(1)
    await page.wait_for_url(
        "**q=dang*thuy*tram*"
    )  # the address follows the rows, and would pass for the next navigation
    await follow(page, NAME)
    await follow(page, "Sửa")
    await write(page, "Tên", f"{NAME} (cơ sở 2)")
    async with page.expect_navigation():
        await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", name=f"{NAME} (cơ sở 2)")).to_be_visible()
