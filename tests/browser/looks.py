"""The widths and colour schemes a page is judged at."""

from collections.abc import Iterable
from typing import Literal

from playwright.async_api import Page

from tests.browser import axe

Theme = Literal["light", "dark"]
LOOKS: tuple[tuple[int, Theme], ...] = ((1440, "light"), (360, "light"), (360, "dark"))
"""Colours are those of the scheme, at whatever width."""
SPILLS = "document.documentElement.scrollWidth > innerWidth"


async def looked_at(page: Page, without: Iterable[str] = ()) -> list[str]:
    """What is wrong, with all rules at each width, and with those of colours in each colour scheme."""
    faults = []
    for width, theme in LOOKS:
        await page.set_viewport_size({"width": width, "height": 800})
        await page.emulate_media(color_scheme=theme)
        found = await axe.faults(page, axe.RULES if theme == "light" else axe.COLOURS, without=without)
        if await page.evaluate(SPILLS):
            found.append("wider than the screen")
        faults += [f"at {width} px, {theme}: {fault}" for fault in found]
    return faults
