"""Takes the pictures of README.md and docs/ at a running front door: `python -m tests.docs.pictures [name …]`.

The first passwords of the demo sign in, as for `make shots`. Each picture is one screen in light colours, as WebP of at
most 80 kB.
"""

import argparse
import asyncio
import sys
import tomllib
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from PIL import Image
from playwright.async_api import Browser, Page, async_playwright
from pydantic import BaseModel

from embedded.checkout import RUN
from simulators.demo.keys import Keys, read_keys, write_keys
from tests.browser import chromium
from tests.browser.visiting import GUEST, PAGES, deeper, settle, signing_in
from tests.docs.blocks import DOCS

IMAGES = DOCS / "images"
MOST_BYTES = 80_000
HEIGHT = 800


class Picture(BaseModel):
    role: str
    page: str
    below: str | None = None
    asks: str = ""
    at: str = ""
    width: int = 1280


LIST = tomllib.loads((Path(__file__).parent / "pictures.toml").read_text())
PICTURES = {name: Picture.model_validate(told) for name, told in LIST.items()}


def whose(picture: Picture) -> Literal["pages", "deeper", ""]:
    """Where the browser tests try its page; nothing where they do not."""
    known = PAGES.get(picture.role, {})
    if picture.below is None:
        return "pages" if picture.page in known.get("pages", []) else ""
    lists: dict[str, list[str]] = known.get("deeper", {})
    alike = [rest for folder, rest in lists.items() if path_of(folder) == path_of(picture.page)]
    return "deeper" if any(picture.below in rest for rest in alike) else ""


def path_of(address: str) -> str:
    return urlsplit(address).path


async def main() -> int:
    parser = argparse.ArgumentParser(description="Takes the pictures of the documentation")
    parser.add_argument("names", nargs="*", metavar="name")
    parser.add_argument("--url", default="http://127.0.0.1:8000")
    parser.add_argument("--keys", type=Path, default=RUN / "demo" / "keys.json", help="first passwords of the demo")
    asked = parser.parse_args()
    if (path := chromium.executable()) is None:
        print("Chromium is missing: apt-get install chromium", file=sys.stderr)  # noqa: T201
        return 1
    keys, wanted = read_keys(asked.keys), asked.names or PICTURES
    by_role = sorted((PICTURES[name].role, name) for name in wanted)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(**chromium.options(path))
        for role, names in groupby(by_role, key=lambda one: one[0]):
            await take(browser, asked.url, keys, {name: PICTURES[name] for _, name in names}, role)
    write_keys(asked.keys, keys)
    return 0


async def take(browser: Browser, url: str, keys: Keys, pictures: dict[str, Picture], role: str) -> None:
    context = await browser.new_context(base_url=url, locale="vi-VN", reduced_motion="reduce", color_scheme="light")
    async with context:
        page = await context.new_page()
        if role != GUEST:
            _ = [step async for step in signing_in(page, role, keys)]
        for name, picture in pictures.items():
            await page.set_viewport_size({"width": picture.width, "height": HEIGHT})
            await show(page, picture)
            (IMAGES / f"{name}.webp").write_bytes(compressed(await page.screenshot()))


async def show(page: Page, picture: Picture) -> None:
    await page.goto(picture.page)
    if picture.below is not None:
        await page.goto(await deeper(page, picture.page, picture.below))
    if picture.asks:
        question = page.locator("main form textarea, main form input[type=text]").first
        await question.fill(picture.asks)
        await question.evaluate("one => one.form.requestSubmit()")
        await page.locator("article, [class^=chat]").get_by_text(picture.asks).first.wait_for()
    await settle(page)
    if picture.at:
        heading = page.get_by_role("heading", name=picture.at).first
        await heading.evaluate("one => scrollTo(0, one.getBoundingClientRect().top - 90)")


def compressed(png: bytes) -> bytes:
    picture = Image.open(BytesIO(png)).convert("RGB")
    for quality in range(90, 20, -10):
        packed = BytesIO()
        picture.save(packed, "WEBP", quality=quality, method=6)
        if packed.tell() <= MOST_BYTES:
            break
    return packed.getvalue()


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
