"""Events reach every page of a browser over one connection."""

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import OpenPage, served
from tests.browser.gallery.app import create

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
TOPIC = "lgsp-gateway.service-registered.v1"
WITHOUT_WORKER = "delete window.SharedWorker"
SERVER_LEFT = ("Failed to load resource",)  # the server goes while the stream is open


async def told(page: Page, text: str) -> None:
    await expect(page.locator("#said")).to_have_text(text)


async def test_two_pages_share_one_connection_and_both_hear(open_page: OpenPage) -> None:
    app = create()
    with served(app) as url:
        first = await open_page(f"{url}/lgsp-gateway/live", expected=SERVER_LEFT)
        await expect(first.locator("[data-live-state]")).to_have_text("đang nối")
        second = await first.context.new_page()
        await second.goto(f"{url}/lgsp-gateway/live")
        await expect(second.locator("[data-live-state]")).to_have_text("đang nối")
        app.state.feed.publish(TOPIC, {"service": "Danh mục đơn vị hành chính"})
        await told(first, "1 sự kiện")
        await told(second, "1 sự kiện")
        assert app.state.feed.connections == 1


async def test_page_connects_itself_where_there_is_no_shared_worker(open_page: OpenPage) -> None:
    app = create()
    with served(app) as url:
        page = await open_page(f"{url}/lgsp-gateway/form", expected=SERVER_LEFT)
        await page.context.add_init_script(WITHOUT_WORKER)
        await page.goto(f"{url}/lgsp-gateway/live")
        await expect(page.locator("[data-live-state]")).to_have_text("đang nối")
        app.state.feed.publish(TOPIC, {})
        await told(page, "1 sự kiện")


async def test_events_nobody_asked_for_change_nothing(open_page: OpenPage) -> None:
    app = create()
    with served(app) as url:
        page = await open_page(f"{url}/lgsp-gateway/live", expected=SERVER_LEFT)
        await expect(page.locator("[data-live-state]")).to_have_text("đang nối")
        app.state.feed.publish("lgsp-gateway.other.v1", {})
        app.state.feed.publish(TOPIC, {})
        await told(page, "2 sự kiện")
