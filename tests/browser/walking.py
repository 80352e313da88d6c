"""Through every page as each role in turn, in windows that stay open: styles and scripts come and are compiled once."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import Page

from tests.browser import axe
from tests.browser.conftest import PATIENCE_MS, watch
from tests.browser.looks import EACH_ONCE, looked_at
from tests.browser.people import Door
from tests.browser.shapes import Looked
from tests.browser.visiting import HTML, settle, status_of

WINDOWS = 3
START = "/"
REFUSED = ("Failed to load resource",)  # what the browser says of a page that answers 403 or 404
USUAL: dict[str, Any] = {"locale": "vi-VN", "reduced_motion": "reduce"}


@dataclass
class Walk:
    door: Door
    windows: list[Page]
    complaints: list[str]
    """What the pages complained of."""
    role: str = ""
    _looked: Looked = field(default_factory=Looked)
    """Over all roles."""
    _said: dict[tuple[str, str], str] = field(default_factory=dict)
    """Texts of pages in the windows' language, by role and path."""

    async def begin(self, role: str) -> None:
        for window in self.windows:
            await window.goto("about:blank")
        state = await self.door.state(role)
        await self.windows[0].context.set_storage_state(state or {"cookies": [], "origins": []})
        self.role = role
        self.complaints.clear()

    async def addresses(self) -> list[str]:
        return await self.door.addresses(self.windows[0], self.role)

    async def faults(self) -> list[str]:
        """Of each page; what is around all of them is judged with the first."""
        first, paths = self.windows[0], iter([one for one in await self.addresses() if one != START])
        if not await self._opened(first, START):
            await first.goto(START)
            await settle(first)
        faults = [f"{START} {fault}" for fault in await looked_at(first, EACH_ONCE)]
        for found in await asyncio.gather(*(self._faults_of(paths, window) for window in self.windows)):
            faults += found
        return faults + self.complaints

    async def _faults_of(self, paths: Iterator[str], window: Page) -> list[str]:
        """Of those of the paths that no other window takes first."""
        faults = []
        for path in paths:
            if await self._opened(window, path):
                faults += [f"{path} {fault}" for fault in await looked_at(window, EACH_ONCE, without=axe.FRAME)]
        return faults

    async def _opened(self, window: Page, path: str) -> bool:
        """Whether there is something new to look at."""
        known = self._looked.at(path)
        answer = await (window.request.get(path, headers=HTML) if known else window.goto(path))
        assert answer, path
        assert answer.status == status_of(self.role, path), path
        self._said[self.role, path] = text = await answer.text()
        if self._looked.has(path, text):
            return False
        if known:
            await window.goto(path)
        await settle(window)
        return True

    async def text(self, path: str, language: str) -> str:
        if language == "vi" and (self.role, path) in self._said:
            return self._said[self.role, path]
        asking = self.windows[0].context
        await asking.add_cookies([{"name": "lang", "value": language, "url": self.door.url}])
        return await (await asking.request.get(path, headers=HTML)).text()


@asynccontextmanager
async def walking(door: Door) -> AsyncIterator[Walk]:
    async with await door.browser.new_context(base_url=door.url, **USUAL) as context:
        context.set_default_timeout(PATIENCE_MS)
        complaints: list[str] = []
        watch(context, complaints, REFUSED)
        yield Walk(door, [await context.new_page() for _ in range(WINDOWS)], complaints)
