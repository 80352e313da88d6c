"""Photographs every page at a running front door: `python -m tests.browser.shots` (make shots).

Signs in as each role of pages.toml with the first passwords of the demo, enrols an authenticator where one is asked
for and keeps its secret beside them; pictures go to shots/<role>/. Says which pages did not answer as they should,
spill over the screen or complain in the console, and ends with 1 if there were any.
"""

import argparse
import asyncio
import re
import sys
from collections.abc import AsyncIterator
from itertools import product
from pathlib import Path
from typing import Literal

import httpx
from playwright.async_api import Browser, BrowserContext, Page, async_playwright

from embedded.checkout import ROOT, RUN
from simulators.demo.keys import read_keys, write_keys
from tests.browser import chromium
from tests.browser.looks import SPILLS
from tests.browser.visiting import GUEST, PAGES, addresses, settle, signing_in, status_of

Theme = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = ("light", "dark")
LOOKS = tuple(product((360, 1440), THEMES))
OK, NARROW = 200, 500
LOCALES = {"vi": "vi-VN", "en": "en-GB"}


def main() -> int:
    asked = arguments()
    path = chromium.executable()
    if path is None:
        print("Chromium is missing: apt-get install chromium", file=sys.stderr)  # noqa: T201
        return 1
    if not answers(asked.url):
        print(f"Nothing answers at {asked.url}: start it with `make run`", file=sys.stderr)  # noqa: T201
        return 1
    found = asyncio.run(photograph_all(path, asked))
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
    parser.add_argument("--language", choices=["vi", "en"], default="vi")
    parser.add_argument("--role", choices=PAGES, action="append", help="only this one; may be repeated")
    return parser.parse_args()


async def photograph_all(path: Path, asked: argparse.Namespace) -> list[str]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(**chromium.options(path))
        return [fault for role in asked.role or PAGES async for fault in photograph(browser, asked, role)]


async def photograph(browser: Browser, asked: argparse.Namespace, role: str) -> AsyncIterator[str]:
    context = await browser.new_context(base_url=asked.url, locale=LOCALES[asked.language], reduced_motion="reduce")
    async with context:
        await context.add_cookies([{"name": "lang", "value": asked.language, "url": asked.url}])
        page = await context.new_page()
        if role != GUEST:
            async for fault in sign_in(page, asked, role):
                yield fault
        for path in await addresses(page, role):
            async for fault in open_and_shoot(context, path, asked.out / role, status_of(role, path)):
                yield fault


async def sign_in(page: Page, asked: argparse.Namespace, role: str) -> AsyncIterator[str]:
    keys = read_keys(asked.keys)
    async for step in signing_in(page, role, keys):
        async for fault in shoot(page, step, asked.out / role):
            yield fault
    if keys != read_keys(asked.keys):
        write_keys(asked.keys, keys)


async def open_and_shoot(context: BrowserContext, path: str, out: Path, status: int) -> AsyncIterator[str]:
    page = await context.new_page()
    complaints: list[str] = []
    page.on("console", lambda told: complaints.append(told.text) if told.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    answer = await page.goto(path)
    async for fault in shoot(page, path, out):
        yield fault
    if answer is None or answer.status != status:
        yield f"{path} answers {answer and answer.status}"
    elif status == OK:
        for complaint in complaints:
            yield f"{path}: {complaint}"
    await page.close()


async def shoot(page: Page, path: str, out: Path) -> AsyncIterator[str]:
    out.mkdir(parents=True, exist_ok=True)
    for width, theme in LOOKS:
        await page.set_viewport_size({"width": width, "height": 800 if width < NARROW else 900})
        await page.emulate_media(color_scheme=theme)
        await settle(page)
        await page.screenshot(path=out / f"{named(path)}-{width}-{theme}.png", full_page=True)
        if await page.evaluate(SPILLS):
            yield f"{path} is wider than a screen of {width}"


def named(path: str) -> str:
    ids = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "one", path)
    return re.sub(r"[^a-z0-9]+", "-", ids.lower()).strip("-") or "start"


if __name__ == "__main__":
    sys.exit(main())
