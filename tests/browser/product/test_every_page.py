"""Every page of pages.toml as those who see it: accessible, within the screen, in one language."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.browser.people import Door
from tests.browser.visiting import PAGES
from tests.browser.walking import Walk, walking
from tests.browser.words import wrong_words

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def walk(door: Door) -> AsyncIterator[Walk]:
    async with walking(door) as through_all:
        yield through_all


@pytest.mark.parametrize("role", PAGES)
async def test_accessible_and_within_the_screen(walk: Walk, role: str) -> None:
    await walk.begin(role)
    faults = await walk.faults()
    assert not faults, "\n".join(faults)


async def test_the_steps_of_signing_in_are_accessible(door: Door) -> None:
    for role in ("quantri", "moi"):
        await door.state(role)
    assert not door.faults, "\n".join(door.faults)


@pytest.mark.parametrize("role", PAGES)
async def test_speaks_one_language(walk: Walk, role: str) -> None:
    await walk.begin(role)
    wrong = []
    for path in await walk.addresses():
        for language in ("vi", "en"):
            said = await walk.text(path, language)
            wrong += [f"{path} in {language}: {text}" for text in wrong_words(said, language)]
    assert not wrong, "\n".join(wrong)
