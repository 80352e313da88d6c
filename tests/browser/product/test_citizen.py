"""A citizen asks: by keyboard, without JavaScript, and on another site through one script tag."""

import asyncio
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from fastapi import FastAPI
from playwright.async_api import FrameLocator, Locator, Page, Route, expect
from starlette.responses import HTMLResponse

from tests.browser.conftest import OpenPage, served
from tests.browser.looks import SPILLS
from tests.browser.people import Door, Visits

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
HOME = "/assistant-citizen/"
QUESTION, PROCEDURE = "đăng ký khai sinh cho con cần giấy tờ gì", "khai sinh"
TURNS = ".chat__turn--assistant"


def answers(page: Page | FrameLocator) -> Locator:
    return page.locator(TURNS).filter(has=page.locator(".chat__sentences"))


async def test_by_keyboard_alone_at_360_px(visit: Visits) -> None:
    page = await visit("guest", HOME, width=360)
    await page.get_by_label("Câu hỏi").focus()
    await page.keyboard.type(QUESTION)
    await page.keyboard.press("Enter")
    await expect(answers(page).first).to_contain_text(PROCEDURE)
    await expect(page.get_by_label("Câu hỏi")).to_be_focused()
    await page.keyboard.type("thế phí bao nhiêu?")
    await page.keyboard.press("Enter")
    await expect(answers(page).nth(1)).to_contain_text(PROCEDURE)
    assert not await page.evaluate(SPILLS)


async def test_enter_before_the_script_is_there_is_heard_by_it(visit: Visits) -> None:
    page = await visit("guest", "/sign-in")
    pressed = asyncio.Event()

    async def hold(route: Route) -> None:
        await pressed.wait()
        await route.continue_()

    await page.route("**/chat.*js*", hold)
    await page.goto(HOME, wait_until="commit")
    await page.get_by_label("Câu hỏi").fill(QUESTION)
    await page.get_by_label("Câu hỏi").press("Enter")
    pressed.set()
    await expect(answers(page).first).to_contain_text(PROCEDURE)


async def test_without_javascript(visit: Visits) -> None:
    page = await visit("guest", HOME, java_script_enabled=False)
    await page.get_by_label("Câu hỏi").fill(QUESTION)
    await page.get_by_role("button", name="Gửi").click()
    await expect(answers(page).first).to_contain_text(PROCEDURE)
    await page.get_by_label("Câu hỏi").fill("nộp ở đâu")
    await page.get_by_role("button", name="Gửi").click()
    await expect(answers(page)).to_have_count(2)


@pytest.fixture
def neighbour(door: Door) -> Iterator[str]:
    """A site of another origin that allows nothing but the widget, as such a policy has to."""
    site = FastAPI()
    policy = f"default-src 'none'; style-src 'self'; script-src {door.url}; frame-src {door.url}"
    script = f'<script src="{door.url}/assistant-citizen/widget.js" data-title="Hỏi thủ tục" defer></script>'

    @site.get("/")
    async def show() -> HTMLResponse:
        page = f'<!doctype html><html lang="vi"><title>Sở Nội vụ</title><h1>Sở Nội vụ</h1>{script}'
        return HTMLResponse(page, headers={"Content-Security-Policy": policy})

    with served(site) as url:
        yield f"http://localhost:{urlsplit(url).port}"


async def test_on_another_site_under_its_policy(open_page: OpenPage, neighbour: str) -> None:
    page = await open_page(neighbour, width=360)
    opener = page.get_by_role("button", name="Hỏi thủ tục")
    frame = page.frame_locator("[data-citizen-assistant] iframe")
    await opener.click()
    await frame.get_by_label("Câu hỏi").fill(QUESTION)
    await frame.get_by_label("Câu hỏi").press("Enter")
    await expect(answers(frame).first).to_contain_text(PROCEDURE)
    for width in (360, 1440):
        await page.set_viewport_size({"width": width, "height": 800})
        await expect(answers(frame).first).to_be_visible()
        assert not await page.evaluate(SPILLS)
        await page.keyboard.press("Escape")
        await expect(opener).to_be_focused()
        await opener.click()
    assert await page.evaluate("document.querySelectorAll('style, link').length") == 0
