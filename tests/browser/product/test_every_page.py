"""Every page of pages.toml as those who see it: accessible, within the screen, in one language."""

import asyncio
from collections.abc import Iterator

import pytest
from playwright.async_api import Page

from tests.browser import axe
from tests.browser.looks import looked_at
from tests.browser.people import Door, Visits
from tests.browser.shapes import Looked
from tests.browser.visiting import PAGES, settle, status_of
from tests.browser.words import wrong_words

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]
WINDOWS = 3
REFUSED = ("Failed to load resource",)  # what the browser says of a page that answers 403 or 404


@pytest.fixture(scope="session")
def looked() -> Looked:
    """Over all roles."""
    return Looked()


@pytest.mark.parametrize("role", PAGES)
async def test_accessible_and_within_the_screen(visit: Visits, looked: Looked, role: str) -> None:
    windows = [await visit(role, "/", expected=REFUSED, reduced_motion="reduce") for _ in range(WINDOWS)]
    seen = [f"/ {fault}" for fault in await looked_at(windows[0])]
    paths = iter(await visit.door.addresses(windows[0], role))
    found = await asyncio.gather(*(faults_of(window, role, paths, looked) for window in windows))
    faults = [*seen, *(fault for faults in found for fault in faults)]
    assert not faults, "\n".join(faults)


async def faults_of(window: Page, role: str, paths: Iterator[str], looked: Looked) -> list[str]:
    """Of those of the paths that no other window takes first."""
    faults = []
    for path in paths:
        answer = await window.request.get(path, headers={"Accept": "text/html"})
        assert answer.status == status_of(role, path), path
        if looked.has(path, await answer.text()):
            continue
        await window.goto(path)
        await settle(window)
        faults += [f"{path} {fault}" for fault in await looked_at(window, without=axe.FRAME)]
    return faults


async def test_the_steps_of_signing_in_are_accessible(door: Door) -> None:
    for role in ("quantri", "moi"):
        await door.state(role)
    assert not door.faults, "\n".join(door.faults)


@pytest.mark.parametrize("role", PAGES)
async def test_speaks_one_language(visit: Visits, role: str) -> None:
    page = await visit(role, "/")
    wrong = []
    for path in await visit.door.addresses(page, role):
        for language in ("vi", "en"):
            await page.context.add_cookies([{"name": "lang", "value": language, "url": visit.door.url}])
            answer = await page.request.get(path, headers={"Accept": "text/html"})
            wrong += [f"{path} in {language}: {text}" for text in wrong_words(await answer.text(), language)]
    assert not wrong, "\n".join(wrong)
