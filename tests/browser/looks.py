"""The widths and colour schemes a page is judged at."""

from collections.abc import Iterable
from typing import Literal

from playwright.async_api import Page

from tests.browser import axe

Theme = Literal["light", "dark"]
Look = tuple[int, Theme]
LOOKS: tuple[Look, ...] = ((1440, "light"), (360, "light"), (360, "dark"))
EACH_ONCE: tuple[Look, ...] = ((1440, "light"), (360, "dark"))
"""For pages made of what is judged at all LOOKS already: each width and each colour scheme."""
SPILLS = "document.documentElement.scrollWidth > innerWidth"


async def looked_at(page: Page, looks: Iterable[Look] = LOOKS, *, without: Iterable[str] = ()) -> list[str]:
    """What is wrong, with all rules at each width, and with those of colours where only the scheme is another."""
    faults, widths = [], set[int]()
    for width, theme in looks:
        await page.set_viewport_size({"width": width, "height": 800})
        await page.emulate_media(color_scheme=theme)
        found = await axe.faults(page, axe.COLOURS if width in widths else axe.RULES, without=without)
        widths.add(width)
        if await page.evaluate(SPILLS):
            found.append("wider than the screen")
        faults += [f"at {width} px, {theme}: {fault}" for fault in found]
    return faults
