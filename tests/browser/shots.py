"""Photographs every page at a running front door: `python -m tests.browser.shots` (make shots).

Signs in as each role of pages.toml with the first passwords of the demo; pictures go to shots/<role>/. Says which
pages did not answer 200, spill over the screen or complain in the console, and ends with 1 if there were any.
"""

import argparse
import re
import sys
import tomllib
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import httpx
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from embedded.checkout import ROOT, RUN
from simulators.demo.keys import read_keys
from tests.browser import chromium

PAGES = tomllib.loads((Path(__file__).parent / "pages.toml").read_text())
WIDTHS = (360, 1440)
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
GUEST = "guest"
DRAWN = "figure => figure.dataset.drawn || figure.querySelector('.chart__failed')"
EXPECTED = {"/khong-co-trang-nay": 404}


def main() -> int:
    asked = arguments()
    path = chromium.executable()
    if path is None:
        print("Chromium is missing: apt-get install chromium", file=sys.stderr)  # noqa: T201
        return 1
    if not answers(asked.url):
        print(f"Nothing answers at {asked.url}: start it with `make run`", file=sys.stderr)  # noqa: T201
        return 1
    passwords = read_keys(asked.keys).passwords
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**chromium.options(path))
        found = [fault for role in PAGES for fault in photograph(browser, asked, role, passwords.get(role, ""))]
    print("\n".join(found) or f"All pages are in {asked.out}")  # noqa: T201
    return 1 if found else 0


def answers(url: str) -> bool:
    try:
        httpx.get(url, timeout=10)
    except httpx.HTTPError:
        return False
    return True


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Photographs every page at a running front door")
    parser.add_argument("--url", default="http://127.0.0.1:8000")
    parser.add_argument("--keys", type=Path, default=RUN / "demo" / "keys.json", help="first passwords of the demo")
    parser.add_argument("--out", type=Path, default=ROOT / "shots")
    return parser.parse_args()


def photograph(browser: Browser, asked: argparse.Namespace, role: str, password: str) -> Iterator[str]:
    state: Any = None
    if role != GUEST:
        state = sign_in(browser, asked.url, role, password, asked.out / role)
        if state is None:
            yield f"{role}: cannot sign in"
            return
    for width, theme in product(WIDTHS, THEMES):
        size: Any = {"width": width, "height": 800 if width < 500 else 900}
        context = browser.new_context(base_url=asked.url, viewport=size, color_scheme=theme, storage_state=state)
        for path in wanted(context, role):
            yield from shoot(context, path, asked.out / role / f"{named(path)}-{width}-{theme}.png")
        context.close()


def sign_in(browser: Browser, url: str, username: str, password: str, out: Path) -> Any:
    """The signed-in browser's cookies; None, and a picture of where it ended, when a further step is asked for."""
    with browser.new_context(base_url=url) as context:
        page = context.new_page()
        page.goto("/sign-in")
        if not page.locator("[name=password]").count():
            return None
        page.locator("[name=username]").fill(username)
        page.locator("[name=password]").fill(password)
        with page.expect_navigation():
            page.locator("[name=password]").press("Enter")
        if not urlsplit(page.url).path.startswith("/sign-in"):
            return context.storage_state()
        page.screenshot(path=out / "sign-in-stopped.png", full_page=True)
        return None


def wanted(context: BrowserContext, role: str) -> Iterator[str]:
    yield from PAGES[role]["pages"]
    page = context.new_page()
    for path in PAGES[role].get("first", ()):
        page.goto(path)
        links = page.locator(f"#content tbody a[href^='{path}/']")
        if links.count():
            yield links.first.get_attribute("href") or path
    page.close()


def shoot(context: BrowserContext, path: str, file: Path) -> Iterator[str]:
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda told: complaints.append(told.text) if told.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    answer = page.goto(path, wait_until="load")
    draw_charts(page)
    file.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=file, full_page=True)
    status = answer.status if answer else 0
    if status != EXPECTED.get(path, 200):
        yield f"{file.stem}: {path} answers {status}"
    elif status == 200:
        yield from (f"{file.stem}: {complaint}" for complaint in complaints)
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        yield f"{file.stem}: {path} is wider than the screen"
    page.close()


def draw_charts(page: Page) -> None:
    """Charts draw themselves when they come into sight."""
    for chart in page.locator("[data-chart]").all():
        chart.scroll_into_view_if_needed()
        page.wait_for_function(
            "figure => figure.dataset.drawn || figure.querySelector('.chart__failed')", arg=chart.element_handle()
        )
    page.evaluate("scrollTo(0, 0)")


def named(path: str) -> str:
    ids = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "one", path)
    return re.sub(r"[^a-z0-9]+", "-", ids.lower()).strip("-") or "start"


if __name__ == "__main__":
    sys.exit(main())
