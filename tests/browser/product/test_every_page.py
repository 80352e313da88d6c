"""Every page of pages.toml as those who see it: accessible, within the screen, in one language."""

import pytest
from playwright.async_api import Page

from tests.browser import axe
from tests.browser.people import Door, Visits
from tests.browser.visiting import PAGES, SPILLS, addresses, settle, status_of
from tests.browser.words import wrong_words

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
COLOURS = ("color-contrast",)  # the slowest rule by far, and the width changes no colour
REFUSED = ("Failed to load resource",)  # what the browser says of a page that answers 403 or 404


async def looked_at(page: Page) -> list[str]:
    found = await axe.faults(page)
    for width in (1440, 360):
        await page.set_viewport_size({"width": width, "height": 800})
        if await page.evaluate(SPILLS):
            found.append(f"wider than a screen of {width}")
    found += await axe.faults(page, without=COLOURS)
    await page.emulate_media(color_scheme="dark")
    found += await axe.faults(page, list(COLOURS))
    await page.emulate_media(color_scheme="light")
    await page.set_viewport_size({"width": 1440, "height": 800})
    return found


@pytest.mark.parametrize("role", PAGES)
async def test_accessible_and_within_the_screen(visit: Visits, role: str) -> None:
    page = await visit(role, "/", expected=REFUSED, reduced_motion="reduce")
    faults = []
    for path in await addresses(page, role):
        answer = await page.goto(path)
        assert answer
        assert answer.status == status_of(role, path), path
        await settle(page)
        faults += [f"{path}: {fault}" for fault in await looked_at(page)]
    assert not faults, "\n".join(faults)


async def test_the_steps_of_signing_in_are_accessible(door: Door) -> None:
    for role in ("quantri", "moi"):
        await door.state(role)
    assert not door.faults, "\n".join(door.faults)


@pytest.mark.parametrize("role", PAGES)
async def test_speaks_one_language(visit: Visits, role: str) -> None:
    page = await visit(role, "/")
    wrong = []
    for path in await addresses(page, role):
        for language in ("vi", "en"):
            await page.context.add_cookies([{"name": "lang", "value": language, "url": visit.door.url}])
            answer = await page.request.get(path, headers={"Accept": "text/html"})
            wrong += [f"{path} in {language}: {text}" for text in wrong_words(await answer.text(), language)]
    assert not wrong, "\n".join(wrong)
