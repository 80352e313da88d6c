"""The index of this process: every passage, found in memory, kept as the table is."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import NamedTuple, TypeVar
from uuid import UUID

from fastapi import FastAPI

from assistant_staff.passage.queries import LATEST, MOST_AT_ONCE, changed_after
from assistant_staff.passage.tables import Passage
from assistant_staff.retrieval import searching
from assistant_staff.retrieval.searching import Explained, Hit, Index
from kit.db import Database
from kit.shutdown import ended

Result = TypeVar("Result")
SECONDS = 2.0
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
log = logging.getLogger(__name__)


class Shelf:
    """Laws, which everybody reads, and work, of which nobody reads all: an index for each, so that what stands in work
    changes nothing of how laws are found. They belong to one thread, which alone writes and asks."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._laws, self._work = Index(), Index()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="shelf")
        self._fetching = asyncio.Lock()
        self._seen: dict[UUID, datetime] = {}
        self._until = BEGINNING
        self.sources: dict[str, tuple[str, UUID]] = {}
        """Kind and source by passage of work."""

    @property
    def threshold(self) -> float:
        return self._laws.threshold

    async def fetch(self) -> None:
        """What changed since the last time; a little of it twice, for transactions end in another order."""
        async with self._fetching:
            moment: datetime = self._until - LATEST
            last: UUID | None = None
            while True:
                async with self._database.session() as session:
                    found = await changed_after(session, moment, last)
                await self._take([one for one in found if self._seen.get(one.id) != one.changed_at])
                if found:
                    moment, last = found[-1].changed_at, found[-1].id
                    self._until = max(self._until, moment)
                if len(found) < MOST_AT_ONCE:
                    break
            edge = self._until - 2 * LATEST
            self._seen = {key: at for key, at in self._seen.items() if at > edge}

    async def laws(self, question: str, count: int) -> list[Hit]:
        return await self._run(lambda: self._laws.search(question, count))

    async def work(self, question: str, count: int, among: Collection[str]) -> list[Hit]:
        return await self._run(lambda: self._work.search(question, count, among) if among else [])

    async def explain(self, question: str, passage_id: str) -> Explained | None:
        index = self._work if passage_id in self.sources else self._laws
        return await self._run(lambda: index.explain(question, passage_id))

    def without(self, refused: Collection[UUID]) -> list[str]:
        """Passages of work that are none of these sources'."""
        return [key for key, (_, source) in self.sources.items() if source not in refused]

    def close(self) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)

    async def _take(self, found: Sequence[Passage]) -> None:
        self._seen.update({one.id: one.changed_at for one in found})
        law, work = _parted(found, laws=True), _parted(found, laws=False)
        for key in work.gone:
            self.sources.pop(key, None)
        await self._run(lambda: (_change(self._laws, law), _change(self._work, work)))
        self.sources.update({str(one.id): (one.kind, one.source_id) for one in found if _is_work(one)})

    async def _run(self, act: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._thread, act)


class _Parted(NamedTuple):
    gone: list[str]
    new: list[searching.Passage]


def _parted(found: Sequence[Passage], *, laws: bool) -> _Parted:
    own = [one for one in found if (one.kind == "law") is laws]
    new = [searching.Passage(str(one.id), one.title, one.path, one.text) for one in own if not one.gone]
    return _Parted([str(one.id) for one in own if one.gone], new)


def _is_work(one: Passage) -> bool:
    return one.kind != "law" and not one.gone


def _change(index: Index, told: _Parted) -> bool:
    index.remove(*told.gone)
    index.put(told.new)
    return bool(told.gone or told.new)


@asynccontextmanager
async def shelf_is_filled(app: FastAPI) -> AsyncIterator[None]:
    """Before it answers, as far as the database does; what comes later is taken every two seconds."""
    shelf = app.state.shelf = Shelf(app.state.database)
    await _fetch(shelf)
    keeping = asyncio.create_task(_keep(shelf), name="shelf")
    try:
        yield
    finally:
        await ended(keeping)
        shelf.close()


async def _keep(shelf: Shelf) -> None:
    while True:
        await asyncio.sleep(SECONDS)
        await _fetch(shelf)


async def _fetch(shelf: Shelf) -> None:
    try:
        await shelf.fetch()
    except Exception:
        log.warning("the index waits: the database does not answer", exc_info=True)
