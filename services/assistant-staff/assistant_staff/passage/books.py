"""Passages in memory, in two indexes that belong to one thread."""

import asyncio
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import partial
from typing import NamedTuple, TypeVar
from uuid import UUID

from assistant_staff.passage.tables import Passage
from assistant_staff.retrieval import searching
from assistant_staff.retrieval.cover import Reals
from assistant_staff.retrieval.searching import Explained, Hit, Index
from assistant_staff.retrieval.weights import Weights

Result = TypeVar("Result")
LAW = "law"


class Ranked(NamedTuple):
    """Passages in the order of BM25, and their signals."""

    ids: Sequence[str]
    table: Reals


class Volume(NamedTuple):
    """Both indexes, and since when each passage has been as it is there."""

    laws: Index
    work: Index
    changed: dict[UUID, datetime]


class Copied(NamedTuple):
    """What both held at one moment, to be written down by another thread."""

    laws: Callable[[], bytes]
    work: Callable[[], bytes]
    changed: dict[UUID, datetime]


class Books:
    """Laws, which everybody reads, and work, of which nobody reads all: an index for each, so that what stands in work
    changes nothing of how laws are found. One thread alone writes and asks."""

    def __init__(self, weights: Callable[[], Weights]) -> None:
        """`weights` tells those in use, asked with each question."""
        self._weights = weights
        self._laws, self._work = Index(), Index()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="shelf")
        self.changed: dict[UUID, datetime] = {}
        """Of every passage here."""
        self.sources: dict[str, tuple[str, UUID]] = {}
        """Kind and source by passage of work."""
        self.edits = 0
        """How often something was put in or taken out."""

    @property
    def threshold(self) -> float:
        return self._laws.threshold

    async def laws(self, question: str, count: int) -> list[Hit]:
        return await self._asked(lambda: self._laws.search(question, count))

    async def work(self, question: str, count: int, among: Collection[str]) -> list[Hit]:
        return await self._asked(lambda: self._work.search(question, count, among) if among else [])

    async def ranked(self, question: str, among: Collection[str] | None = None) -> Ranked:
        """Of laws, or of these passages of work."""
        index = self._laws if among is None else self._work
        return Ranked(*await self._asked(lambda: index.signals(question, among)))

    async def explain(self, question: str, passage_id: str) -> Explained | None:
        index = self._work if passage_id in self.sources else self._laws
        return await self._asked(lambda: index.explain(question, passage_id))

    def without(self, refused: Collection[UUID]) -> list[str]:
        """Passages of work that are none of these sources'."""
        return [key for key, (_, source) in self.sources.items() if source not in refused]

    async def take(self, found: Sequence[Passage]) -> None:
        """As they are now; those that are gone are taken out."""
        await self.drop([one.id for one in found if one.gone])
        here = [one for one in found if not one.gone]
        laws, work = ([one for one in here if (one.kind == LAW) is law] for law in (True, False))
        await self._put(self._laws, laws)
        await self._put(self._work, work)
        self.sources.update({str(one.id): (one.kind, one.source_id) for one in work})
        self.changed.update({one.id: one.changed_at for one in here})

    async def drop(self, ids: Collection[UUID]) -> None:
        keys = [str(one) for one in ids if one in self.changed]
        for one in ids:
            self.changed.pop(one, None)
            self.sources.pop(str(one), None)
        if keys:
            self.edits += 1
            for index in (self._laws, self._work):
                await self._run(partial(index.remove, *keys))

    async def copied(self) -> Copied:
        return await self._run(lambda: Copied(self._laws.saving(), self._work.saving(), dict(self.changed)))

    async def open(self, volume: Volume) -> None:
        """In place of what is here; what of it is work, and of whom, the table tells."""
        await self._run(lambda: self._replace(volume))
        self.changed, self.sources = volume.changed, {}

    def close(self) -> None:
        self._thread.shutdown(wait=False, cancel_futures=True)

    def _replace(self, volume: Volume) -> None:
        self._laws, self._work = volume.laws, volume.work

    async def _put(self, index: Index, found: Sequence[Passage]) -> None:
        if found:
            self.edits += 1
            await self._run(lambda: index.put(map(_read, found)))

    async def _asked(self, act: Callable[[], Result]) -> Result:
        self._laws.weights = self._work.weights = self._weights()
        return await self._run(act)

    async def _run(self, act: Callable[[], Result]) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._thread, act)


def _read(one: Passage) -> searching.Passage:
    return searching.Passage(str(one.id), one.title, one.path, one.text)
