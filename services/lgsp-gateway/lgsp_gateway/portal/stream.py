"""The one stream of events a browser has: fed from the feed's rows, so nothing is lost over a restart, and told of
news for its person.

Rows are read a few times a second while somebody listens, by every process for its own browsers. Places in the feed are
taken before their transactions commit, so each reading goes a little back and skips what it has seen.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Final, Literal

import orjson
from fastapi import FastAPI
from sqlalchemy.exc import SQLAlchemyError

from kit.auth import Caller
from kit.clock import utc
from kit.db import Database
from kit.errors import Unavailable
from lgsp_gateway.portal.news import WORD, Heard
from lgsp_gateway.portal.queries import items_after, last_place
from lgsp_gateway.portal.tables import FeedItem
from lgsp_gateway.settings import Settings

READ_SECONDS = 0.3
BACK = 100
WAITING, MISSED = 64, 200
HEARTBEAT_SECONDS = 15
LIFE_SECONDS = 240
"""A stream ends before the token it was opened with; the browser opens the next one, signed in or not."""
END: Final = None
NEWS: Final = "news"
SOON, LATER = b"retry: 2000\n\n", b"retry: 60000\n\n"
"""When a browser may come back; it is then given what it missed."""


@dataclass(eq=False)
class Listener:
    """`queue` holds items until the browser takes them; one that takes too long is let go, and comes back."""

    person: str
    scopes: frozenset[str]
    gives_way: bool = False
    has_news: bool = False
    queue: "asyncio.Queue[FeedItem | Literal['news'] | None]" = field(default_factory=lambda: asyncio.Queue(WAITING))

    def may_see(self, item: FeedItem) -> bool:
        return not item.scope or item.scope in self.scopes

    def offer(self, item: FeedItem) -> None:
        if self.may_see(item):
            self._put(item)

    def offer_news(self) -> None:
        """One word until it is taken, however much there is."""
        if not self.has_news:
            self.has_news = True
            self._put(NEWS)

    def _put(self, item: "FeedItem | Literal['news']") -> None:
        try:
            self.queue.put_nowait(item)
        except asyncio.QueueFull:
            self.end()

    def end(self) -> None:
        while not self.queue.empty():
            self.queue.get_nowait()
        self.queue.put_nowait(END)


class Stream:
    def __init__(self, database: Database, *, most: int, most_each: int) -> None:
        self._database, self._most, self._most_each = database, most, most_each
        self._listeners: dict[Listener, None] = {}  # the oldest first
        self._seen: deque[int] = deque(maxlen=2 * BACK)
        self._place = 0
        self._heard = Heard()
        self._wanted = asyncio.Event()

    @asynccontextmanager
    async def running(self, closing: asyncio.Event) -> AsyncIterator[None]:
        tasks = [asyncio.create_task(self._follow(), name="feed"), asyncio.create_task(self._end_with(closing))]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _follow(self) -> None:
        while True:
            await self._wanted.wait()
            with suppress(SQLAlchemyError, OSError):  # the next reading goes on where this one began
                await self._read()
            await asyncio.sleep(READ_SECONDS)

    async def _read(self) -> None:
        async with self._database.session() as session:
            items = await items_after(session, max(0, self._place - BACK), 10 * BACK)
            called = await self._heard.fresh(session, {listener.person for listener in self._listeners})
        for listener in self._listeners:
            if listener.person in called:
                listener.offer_news()
        for item in items:
            if item.id not in self._seen and item.id > self._place - BACK:
                self._seen.append(item.id)
                for listener in list(self._listeners):
                    listener.offer(item)
        self._place = max([self._place, *(item.id for item in items)])

    async def _end_with(self, closing: asyncio.Event) -> None:
        await closing.wait()
        self._most = 0
        for listener in self._listeners:
            listener.end()

    def check_room(self) -> None:
        if len(self._listeners) >= self._most:
            raise Unavailable("too-many-listeners")

    async def listen(self, caller: Caller, last_seen: int | None) -> AsyncIterator[bytes]:
        """Server-sent events, those missed since `last_seen` first."""
        listener = Listener(caller.subject, caller.scopes)
        try:
            await self._join(listener)
            yield SOON
            told = set()
            for item in await self._missed(listener, last_seen):
                told.add(item.id)
                yield written(item)
            async with asyncio.timeout(LIFE_SECONDS):
                async for chunk in _given(listener, told):
                    yield chunk
            if listener.gives_way:
                yield LATER
        except TimeoutError:
            return
        finally:
            self._listeners.pop(listener, None)
            if not self._listeners:
                self._wanted.clear()

    async def _join(self, listener: Listener) -> None:
        self._make_way(listener.person)
        async with self._database.session() as session:
            if await self._heard.begin(session, listener.person, utc()):
                listener.offer_news()
        self._listeners[listener] = None
        if not self._wanted.is_set():
            async with self._database.session() as session:
                self._place = await last_place(session)
                self._seen.extend(item.id for item in await items_after(session, self._place - BACK, BACK))
            self._wanted.set()

    def _make_way(self, person: str) -> None:
        """The page opened last is the one somebody looks at, so the oldest waits."""
        own = [one for one in self._listeners if one.person == person and not one.gives_way]
        for oldest in own[: max(0, len(own) + 1 - self._most_each)]:
            oldest.gives_way = True
            oldest.end()

    async def _missed(self, listener: Listener, last_seen: int | None) -> list[FeedItem]:
        if last_seen is None:
            return []
        async with self._database.session() as session:
            items = await items_after(session, last_seen, MISSED)
        return [item for item in items if listener.may_see(item)]


async def _given(listener: Listener, told: set[int]) -> AsyncIterator[bytes]:
    while True:
        try:
            async with asyncio.timeout(HEARTBEAT_SECONDS):
                item = await listener.queue.get()
        except TimeoutError:
            yield b":\n\n"
            continue
        if item is END:
            return
        if item == NEWS:
            listener.has_news = False
            yield WORD
        elif item.id not in told:
            yield written(item)


def written(item: FeedItem) -> bytes:
    """Names no more than the feed shows: `data` is {"text": …, "values": …, "at": …}."""
    data = orjson.dumps({"text": item.text, "values": item.values, "at": item.happened_at})
    return b"id: %d\nevent: %s\ndata: %s\n\n" % (item.id, item.topic.encode(), data)


@asynccontextmanager
async def streaming(app: FastAPI) -> AsyncIterator[None]:
    """A lifespan: `app.state.stream`."""
    settings: Settings = app.state.settings
    each = settings.event_connections_each
    app.state.stream = Stream(app.state.database, most=settings.event_connections, most_each=each)
    async with app.state.stream.running(app.state.closing):
        yield
