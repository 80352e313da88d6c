"""Files are sent with progress, one by one; each fails alone and in words; without JavaScript by an ordinary form."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from playwright.async_api import FilePayload, Page, expect

from tests.browser import axe
from tests.browser.conftest import OpenPage

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
REFUSED = ("Failed to load resource",)
LONG = "Quyết định về việc phê duyệt Kế hoạch chuyển đổi số của tỉnh giai đoạn 2026–2030, định hướng đến năm 2035.pdf"


def file(name: str, size: int = 1000) -> FilePayload:
    return {"name": name, "mimeType": "application/pdf", "buffer": b"x" * size}


@pytest.fixture
def files(gallery_app: FastAPI) -> Iterator[list[tuple[str, int]]]:
    taken: list[tuple[str, int]] = gallery_app.state.sent.files
    taken.clear()
    yield taken
    taken.clear()


async def choose(page: Page, *chosen: FilePayload) -> None:
    await page.get_by_label("Chọn tệp").set_input_files(list(chosen))


async def slow_line(page: Page, bytes_per_second: int) -> None:
    session = await page.context.new_cdp_session(page)
    await session.send("Network.enable")
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": bytes_per_second}
    await session.send("Network.emulateNetworkConditions", slow)


async def test_several_files_are_sent_and_the_list_shows_them(
    open_page: OpenPage, gallery: str, files: list[tuple[str, int]]
) -> None:
    page = await open_page(f"{gallery}/lgsp-gateway/upload")
    await expect(page.get_by_role("button", name="Gửi tệp")).to_be_hidden()
    await choose(page, file(LONG, 700_000), file("hai.pdf"))
    await expect(page.locator("#sent li")).to_have_count(2)
    await expect(page.locator("#toasts")).to_contain_text(f"Đã gửi tệp {LONG}.")
    await expect(page.locator(".upload__row")).to_have_count(0)
    assert files == [(LONG, 700_000), ("hai.pdf", 1000)]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
async def test_what_fails_says_why_beside_what_goes_well(
    open_page: OpenPage, gallery: str, files: list[tuple[str, int]], width: int, theme: str
) -> None:
    page = await open_page(f"{gallery}/lgsp-gateway/upload", width=width, theme=theme, expected=REFUSED)
    await choose(page, file("rỗng.pdf", 0), file("lớn.pdf", (1 << 20) + 1), file(LONG[:-4] + ".exe"), file("tốt.pdf"))
    failed = page.locator(".upload__row--failed .upload__note")
    await expect(failed).to_have_text(
        [
            "Tệp không có nội dung nào (0 byte).",
            "Tệp lớn hơn 1\u00a0MiB, mức tối đa ở đây.",
            f"Nội dung tệp không phải là PDF: {LONG[:-4]}.exe.",
        ]
    )
    await expect(page.get_by_role("status").filter(has_text="không phải là PDF")).to_be_attached()
    await expect(page.locator("#sent li")).to_have_text(["tốt.pdf: 1.000\u00a0B"])
    await axe.check(page)
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    await page.get_by_role("button", name="Bỏ tệp lớn.pdf").click()
    await expect(page.locator(".upload__row--failed")).to_have_count(2)
    assert files == [("tốt.pdf", 1000)]


async def test_progress_is_seen_and_a_file_can_be_left_out_under_way(
    open_page: OpenPage, gallery: str, files: list[tuple[str, int]]
) -> None:
    page = await open_page(f"{gallery}/lgsp-gateway/upload", expected=REFUSED)
    await slow_line(page, 200_000)
    await choose(page, file("chậm.pdf", 1_000_000), file("sau.pdf", 10))
    await expect(page.get_by_role("progressbar", name="chậm.pdf")).not_to_have_attribute("value", "0")
    await expect(page.locator(".upload__note").last).to_have_text("Chờ gửi")
    await axe.check(page)
    await page.get_by_role("button", name="Bỏ tệp chậm.pdf").click()
    await expect(page.locator("#sent li")).to_have_text(["sau.pdf: 10\u00a0B"])
    await expect(page.get_by_text("Đã bỏ tệp chậm.pdf.")).to_be_attached()
    assert files == [("sau.pdf", 10)]


async def test_a_line_that_is_lost_is_told(open_page: OpenPage, gallery: str, files: list[tuple[str, int]]) -> None:
    page = await open_page(f"{gallery}/lgsp-gateway/upload", expected=REFUSED)
    await page.context.set_offline(offline=True)
    await choose(page, file("a.pdf"))
    await expect(page.locator(".upload__row--failed")).to_have_count(1)
    assert files == []


async def test_files_can_be_dropped(open_page: OpenPage, gallery: str, files: list[tuple[str, int]]) -> None:
    page = await open_page(f"{gallery}/lgsp-gateway/upload")
    dropped = await page.evaluate_handle(
        "() => { const t = new DataTransfer(); t.items.add(new File(['abc'], 'thả.pdf')); return t; }"
    )
    await page.dispatch_event("[data-upload-place]", "dragover", {"dataTransfer": dropped})
    await expect(page.locator(".upload__place--over")).to_have_count(1)
    await page.dispatch_event("[data-upload-place]", "drop", {"dataTransfer": dropped})
    await expect(page.locator("#sent li")).to_have_text(["thả.pdf: 3\u00a0B"])


async def test_without_javascript_it_is_an_ordinary_form(
    open_page: OpenPage, gallery: str, files: list[tuple[str, int]]
) -> None:
    page = await open_page(f"{gallery}/lgsp-gateway/upload", java_script_enabled=False)
    await choose(page, file("một.pdf"), file(LONG))
    await page.get_by_role("button", name="Gửi tệp").click()
    await expect(page.locator("#sent li")).to_have_count(2)
    assert files == [("một.pdf", 1000), (LONG, 1000)]


async def test_a_form_sends_its_file_with_progress_and_keeps_it_when_something_is_wrong(
    open_page: OpenPage, gallery: str, gallery_app: FastAPI
) -> None:
    page = await open_page(f"{gallery}/lgsp-gateway/form", expected=REFUSED)
    await slow_line(page, 400_000)
    chosen = page.get_by_label("Tài liệu OpenAPI")
    await chosen.set_input_files(file("mô-tả.json", 800_000))
    await page.get_by_role("button", name="Lưu").click()
    await expect(page.locator("[data-sending-told]")).to_contain_text("%")
    await axe.check(page)
    await expect(page.get_by_role("alert")).to_be_focused()
    assert await chosen.evaluate("input => input.files[0].name") == "mô-tả.json"
    await expect(page.locator("[data-sending-place]")).to_be_hidden()
    await page.locator("[name=name]").fill("Sở Nội vụ")
    await page.locator("[name=code]").fill("H02.03")
    await page.get_by_role("button", name="Lưu").click()
    await page.wait_for_url("**/lgsp-gateway/members")
    await expect(page.get_by_text("Sở Nội vụ").first).to_be_visible()
    assert gallery_app.state.sent.names[-1] == "Sở Nội vụ"


async def test_a_form_tells_when_the_line_is_lost_and_can_be_sent_again(open_page: OpenPage, gallery: str) -> None:
    page = await open_page(f"{gallery}/lgsp-gateway/form", expected=REFUSED)
    await page.get_by_label("Tài liệu OpenAPI").set_input_files(file("a.json"))
    await page.context.set_offline(offline=True)
    button = page.get_by_role("button", name="Lưu")
    await button.click()
    await expect(page.locator("[data-sending-told]")).not_to_be_empty()
    await expect(button).not_to_have_attribute("aria-busy", "true")
    await page.context.set_offline(offline=False)
    await button.click()
    await expect(page.get_by_role("alert")).to_be_focused()
