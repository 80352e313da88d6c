"""Events reach every page of a browser over one connection."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, served
from tests.browser.gallery.app import create

pytestmark = pytest.mark.browser
TOPIC = "lgsp-gateway.service-registered.v1"
WITHOUT_WORKER = "delete window.SharedWorker"


def told(page: Page, text: str) -> None:
    expect(page.locator("#said")).to_have_text(text)


def test_two_pages_share_one_connection_and_both_hear(open_page: OpenPage) -> None:
    app = create()
    with served(app) as url:
        first = open_page(f"{url}/lgsp-gateway/live")
        expect(first.locator("[data-live-state]")).to_have_text("đang nối")
        second = first.context.new_page()
        second.goto(f"{url}/lgsp-gateway/live")
        expect(second.locator("[data-live-state]")).to_have_text("đang nối")
        app.state.feed.publish(TOPIC, {"service": "Danh mục đơn vị hành chính"})
        told(first, "1 sự kiện")
        told(second, "1 sự kiện")
        assert app.state.feed.connections == 1


def test_page_connects_itself_where_there_is_no_shared_worker(open_page: OpenPage) -> None:
    app = create()
    with served(app) as url:
        page = open_page(f"{url}/lgsp-gateway/form")
        page.context.add_init_script(WITHOUT_WORKER)
        page.goto(f"{url}/lgsp-gateway/live")
        expect(page.locator("[data-live-state]")).to_have_text("đang nối")
        app.state.feed.publish(TOPIC, {})
        told(page, "1 sự kiện")


def test_events_nobody_asked_for_change_nothing(open_page: OpenPage) -> None:
    app = create()
    with served(app) as url:
        page = open_page(f"{url}/lgsp-gateway/live")
        expect(page.locator("[data-live-state]")).to_have_text("đang nối")
        app.state.feed.publish("lgsp-gateway.other.v1", {})
        app.state.feed.publish(TOPIC, {})
        told(page, "2 sự kiện")
