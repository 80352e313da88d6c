"""The books of this process, kept as the table of passages is, and saved for the next start."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from time import monotonic
from uuid import UUID

from fastapi import FastAPI

from assistant_staff.passage import stored
from assistant_staff.passage.books import LAW, Books
from assistant_staff.passage.queries import LATEST, MOST_AT_ONCE, Stamp, changed_after, passages_of, stamps
from assistant_staff.retrieval.model import in_use
from assistant_staff.retrieval.weights import Weights
from kit.db import Database
from kit.files import Files, FilesUnavailable
from kit.shutdown import ended

SECONDS = 2.0
PATIENCE = 3.0
"""How long a start waits for the books to be whole; what is larger is filled while it answers, and says so."""
SAVED_EVERY = 1800.0
FILLED_AT_ONCE = 500
"""Passages; questions wait for as many at the most."""
BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
log = logging.getLogger(__name__)


class Shelf(Books):
    def __init__(self, database: Database, files: Files, weights: Callable[[], Weights]) -> None:
        super().__init__(weights)
        self._database, self._files = database, files
        self._fetching = asyncio.Lock()
        self._gone: dict[UUID, datetime] = {}
        self._until = BEGINNING
        self._saved = -1
        self.whole = asyncio.Event()
        """Set once it holds what the table does; until then answers may lack something."""

    async def fill(self) -> None:
        """From the file as far as it goes, then what the table has and the file has not."""
        if not self.changed:
            await self._open_saved()
        async with self._database.session() as session:
            live = await stamps(session)
        await self.drop(self.changed.keys() - {one.id for one in live})
        self._name_sources(live)
        missing = [one.id for one in live if self.changed.get(one.id) != one.changed_at]
        for at in range(0, len(missing), FILLED_AT_ONCE):
            async with self._database.session() as session:
                found = await passages_of(session, missing[at : at + FILLED_AT_ONCE])
            await self.take(list(found.values()))  # while no transaction is open: the database hangs up on idle ones
        self._until = max((one.changed_at for one in live), default=BEGINNING)
        self.whole.set()

    async def fetch(self) -> None:
        """What changed since the last time; a little of it twice, for transactions end in another order."""
        if not self.whole.is_set():
            return
        async with self._fetching:
            moment: datetime = self._until - LATEST
            last: UUID | None = None
            while True:
                async with self._database.session() as session:
                    found = await changed_after(session, moment, last)
                await self.take([one for one in found if self._since(one.id) != one.changed_at])
                self._gone.update({one.id: one.changed_at for one in found if one.gone})
                if found:
                    moment, last = found[-1].changed_at, found[-1].id
                    self._until = max(self._until, moment)
                if len(found) < MOST_AT_ONCE:
                    break
            edge = self._until - 2 * LATEST
            self._gone = {key: at for key, at in self._gone.items() if at > edge}

    async def save(self) -> None:
        """Unless nothing changed since."""
        if not self.whole.is_set() or self._saved == self.edits:
            return
        async with self._fetching:
            edits, copied = self.edits, await self.copied()
        data = await asyncio.to_thread(stored.write, copied)
        if await stored.keep(self._files, data):
            self._saved = edits

    async def _open_saved(self) -> None:
        try:
            if data := await stored.find(self._files):
                await self.open(await asyncio.to_thread(stored.read, data))
                self._saved = self.edits
        except (ValueError, FilesUnavailable) as error:
            log.warning("the saved index cannot be read; it is made anew", extra={"error": type(error).__name__})

    def _since(self, passage_id: UUID) -> datetime | None:
        return self.changed.get(passage_id) or self._gone.get(passage_id)

    def _name_sources(self, live: Sequence[Stamp]) -> None:
        """Of whom the passages of work are that the file brought."""
        here = [one for one in live if one.kind != LAW and one.id in self.changed]
        self.sources.update({str(one.id): (one.kind, one.source_id) for one in here})


@asynccontextmanager
async def shelf_is_filled(app: FastAPI) -> AsyncIterator[None]:
    """Before it answers, if that is soon; what comes later is taken every two seconds."""
    state = app.state
    shelf = state.shelf = Shelf(state.database, state.files, lambda: in_use(state.models))
    keeping = asyncio.create_task(_keep(shelf), name="shelf")
    with suppress(TimeoutError):
        await asyncio.wait_for(shelf.whole.wait(), PATIENCE)
    try:
        yield
    finally:
        await ended(keeping)
        shelf.close()


async def _keep(shelf: Shelf) -> None:
    saved_at = float("-inf")
    while True:
        try:
            await (shelf.fetch() if shelf.whole.is_set() else shelf.fill())
            if shelf.whole.is_set() and monotonic() - saved_at > SAVED_EVERY:
                saved_at = monotonic()
                await shelf.save()
        except Exception:
            log.warning("the index waits: the database or the store of files does not answer", exc_info=True)
        await asyncio.sleep(SECONDS)
