"""Who sees which pages: pages.toml, signing in as each of the demo's accounts, and pages whose ids nobody knows."""

import tomllib
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pyotp
from playwright.async_api import Page

from simulators.demo.keys import Keys

PAGES: dict[str, Any] = tomllib.loads((Path(__file__).parent / "pages.toml").read_text())
GUEST = "guest"
CODE_SECONDS = 30
DRAWN = "figure => figure.dataset.drawn || figure.querySelector('.chart__failed')"
HTML = {"Accept": "text/html"}
FIRST = """([page, selector]) =>
  new DOMParser().parseFromString(page, "text/html").querySelector(selector)?.getAttribute("href")"""
LISTED = "#content :is(tbody, .card__title) a[href^='{}/']"


def status_of(role: str, path: str) -> int:
    status: int = PAGES[role].get("statuses", {}).get(path, 200)
    return status


async def addresses(page: Page, role: str) -> list[str]:
    """`page` belongs to somebody signed in as that role."""
    found: list[str] = list(PAGES[role]["pages"])
    for folder, rest in PAGES[role].get("deeper", {}).items():
        home = await _home(page, folder)
        found += [await _behind(page, home, one) for one in rest]
    return found


async def deeper(page: Page, folder: str, rest: str) -> str:
    """One address of `deeper`."""
    return await _behind(page, await _home(page, folder), rest)


async def _home(page: Page, folder: str) -> str:
    return await _first(page, folder, LISTED.format(urlsplit(folder).path))


async def _behind(page: Page, home: str, rest: str) -> str:
    path = rest.replace("{id}", home.rsplit("/", 1)[-1]) if "{id}" in rest else home + rest
    folder, star, more = path.partition("*")
    if not star:
        return path
    return await _first(page, folder.removesuffix("/"), f"#content a[href^='{folder}']") + more


async def _first(page: Page, folder: str, selector: str) -> str:
    """Where that link of that page leads; nothing but its text is fetched."""
    answer = await page.request.get(folder, headers=HTML)
    found: str | None = await page.evaluate(FIRST, [await answer.text(), selector])
    assert found, f"{folder} has no {selector}"
    return found


async def signing_in(page: Page, username: str, keys: Keys) -> AsyncIterator[str]:
    """Gives the address of each step after the first before it is taken; a forced change of the password ends it.

    An authenticator that has to be enrolled is remembered in `keys`.
    """
    await page.goto("/sign-in")
    await page.locator("[name=username]").fill(username)
    await page.locator("[name=password]").fill(keys.passwords[username])
    await submit(page)
    while (step := urlsplit(page.url).path).startswith("/sign-in/"):
        yield step
        if step == "/sign-in/password":
            return
        if step == "/sign-in/enrol":
            keys.authenticators[username] = (await page.locator("#totp-secret").text_content() or "").strip()
        await give_code(page, keys.authenticators[username])
    assert not step.startswith("/sign-in"), await page.locator("main").inner_text()


async def give_code(page: Page, secret: str) -> None:
    """Each code works once: when this half minute's has been used, the next one's is taken."""
    step = int(datetime.now(UTC).timestamp()) // CODE_SECONDS
    for count in (step, step + 1):
        await page.locator("[name=code]").fill(pyotp.TOTP(secret).generate_otp(count))
        await submit(page)
        if not await page.locator("[name=code]").count():
            break
    if await page.locator("#recovery-codes").count():
        await page.locator("main a.button").click()


async def settle(page: Page) -> None:
    """Parts that a page asks for are there, and charts, which draw themselves when they come into sight."""
    await page.wait_for_function("() => !document.querySelector('.htmx-request')")
    for chart in await page.locator("[data-chart]").all():
        await chart.scroll_into_view_if_needed()
        await page.wait_for_function(DRAWN, arg=await chart.element_handle())
    await page.evaluate("scrollTo(0, 0)")


async def submit(page: Page) -> None:
    async with page.expect_navigation():
        await page.locator("main form [type=submit]").click()
