"""Chromium for a session, a watched page for a test, the gallery of components, and the whole product."""

import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, contextmanager
from threading import Thread
from typing import Any

import pytest
import pytest_asyncio
import uvicorn
from fastapi import FastAPI
from playwright.async_api import Browser, BrowserContext, Page, ViewportSize, async_playwright, expect

from tests.browser import chromium
from tests.browser.gallery.app import create
from tests.browser.looks import Theme
from tests.browser.people import Door, Visits, door_of
from tests.embedded.product import Product

OpenPage = Callable[..., Awaitable[Page]]
PATIENCE_MS = 30_000


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    path = chromium.executable()
    if path is None:
        if os.environ.get("CI"):
            pytest.fail("CI must have Chromium")
        pytest.skip("Chromium is not on this machine (Debian: apt-get install chromium)")
    expect.set_options(timeout=PATIENCE_MS)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(**chromium.options(path, *chromium.DEVICES))
        yield browser
        await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def open_page(browser: Browser) -> AsyncIterator[OpenPage]:
    """`await open_page(url, width=360, theme="dark", expected=())`: a page in a browser of its own.

    Whatever the page complains of fails the test: console errors and warnings, exceptions, breaches of the
    Content-Security-Policy. `expected`: beginnings of complaints that belong to the test.
    """
    async with AsyncExitStack() as stack:
        complaints: list[str] = []

        async def open_one(
            url: str, *, width: int = 1440, theme: Theme = "light", expected: tuple[str, ...] = (), **options: Any
        ) -> Page:
            size: ViewportSize = {"width": width, "height": 800}
            context = await browser.new_context(viewport=size, color_scheme=theme, **options)
            stack.push_async_callback(context.close)
            context.set_default_timeout(PATIENCE_MS)
            watch(context, complaints, expected)
            page = await context.new_page()
            await page.goto(url)
            return page

        yield open_one
    assert not complaints, complaints


def watch(context: BrowserContext, complaints: list[str], expected: tuple[str, ...]) -> None:
    def complain(page: Page | None, text: str) -> None:
        if not text.startswith(expected or ("\0",)):
            complaints.append(f"{page and page.url}: {text}")

    context.on("weberror", lambda error: complain(error.page, str(error.error)))
    context.on("console", lambda told: complain(told.page, told.text) if told.type in {"error", "warning"} else None)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def door(browser: Browser, product: Product) -> Door:
    """The whole product with something that happened in it."""
    opened = door_of(product, browser)
    await opened.exchange()
    return opened


@pytest.fixture
def visit(door: Door, open_page: OpenPage) -> Visits:
    """`await visit("dangky", "/lgsp-gateway/members", width=360)`: a page of the product, opened as somebody."""
    return Visits(door, open_page)


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """The app on a free port of this machine, in a thread."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()  # who comes before the thread has begun, waits
        config = uvicorn.Config(app, log_level="critical", lifespan="off", timeout_graceful_shutdown=0)
        server = uvicorn.Server(config)
        thread = Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(timeout=10)


@pytest.fixture(scope="session")
def gallery_app() -> FastAPI:
    return create()


@pytest.fixture(scope="session")
def gallery(gallery_app: FastAPI) -> Iterator[str]:
    with served(gallery_app) as url:
        yield url
