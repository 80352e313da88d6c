"""Who listens to which conversation in this process, and the way to the others: Valkey says that there is something
new, never what. Without Valkey listeners of other processes find it when they look by themselves."""

import asyncio
import logging
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from typing import Any
from uuid import UUID

from fastapi import FastAPI
from redis.asyncio import Redis
from redis.exceptions import RedisError
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession

from assistant_citizen.conversation.errors import TooManyListeners
from kit.shutdown import ended

log = logging.getLogger(__name__)
CHANNEL = "assistant-citizen:conversations"
RETRY_SECONDS, GATHER_SECONDS = 1.0, 0.02
MOST, MOST_EACH, MOST_OF_ONE = 5000, 4, 500
"""Listeners of this process, of one conversation, and of one address, behind which a whole office may sit."""


class Hub:
    """`app.state.hub`."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._pubsub = redis.pubsub(ignore_subscribe_messages=True)
        self._listening: dict[str, set[asyncio.Event]] = defaultdict(set)
        self._of = Counter[str]()
        self._untold: set[str] = set()
        self._publishing: set[asyncio.Task[None]] = set()

    @contextmanager
    def listening(self, conversation_id: UUID, who: str) -> Iterator[asyncio.Event]:
        """Set whenever there may be something new. `who`: the address it is asked from."""
        self.check_room(conversation_id, who)
        name, woken = str(conversation_id), asyncio.Event()
        self._listening[name].add(woken)
        self._of[who] += 1
        try:
            yield woken
        finally:
            self._leave(who)
            self._listening[name].discard(woken)
            if not self._listening[name]:
                del self._listening[name]

    def check_room(self, conversation_id: UUID, who: str) -> None:
        here = len(self._listening.get(str(conversation_id), ()))
        if self._of.total() >= MOST or self._of[who] >= MOST_OF_ONE or here >= MOST_EACH:
            raise TooManyListeners

    def _leave(self, who: str) -> None:
        self._of[who] -= 1
        if not self._of[who]:
            del self._of[who]

    def wake_after_commit(self, session: AsyncSession, conversation_id: UUID) -> None:
        """Once, however much is written in its transaction."""
        name, waking = str(conversation_id), session.info.setdefault(CHANNEL, set())

        def committed(_: Any) -> None:
            waking.discard(name)
            self._wake(name)
            self._tell(name)

        if name not in waking:
            waking.add(name)
            event.listen(session.sync_session, "after_commit", committed, once=True)

    def _wake(self, name: str) -> None:
        for woken in self._listening.get(name, ()):
            woken.set()

    def _tell(self, name: str) -> None:
        if not self._untold:
            task = asyncio.get_running_loop().create_task(self._publish())
            self._publishing.add(task)
            task.add_done_callback(self._publishing.discard)
        self._untold.add(name)

    async def _publish(self) -> None:
        """Of a busy moment all at once: everybody who hears it pays for each time."""
        await asyncio.sleep(GATHER_SECONDS)
        names, self._untold = self._untold, set()
        try:
            await self._redis.publish(CHANNEL, " ".join(sorted(names)))
        except (RedisError, OSError) as error:
            log.warning("other processes were not told", extra={"error": type(error).__name__})

    async def hear(self) -> None:
        """What other processes say, for ever."""
        while True:
            try:
                if not self._pubsub.subscribed:
                    await self._pubsub.subscribe(CHANNEL)
                if message := await self._pubsub.get_message(timeout=1.0):
                    for name in message["data"].decode().split():
                        self._wake(name)
            except (RedisError, OSError) as error:
                log.warning("other processes are not heard", extra={"error": type(error).__name__})
                await asyncio.sleep(RETRY_SECONDS)

    async def close(self) -> None:
        await asyncio.gather(*self._publishing, return_exceptions=True)
        with suppress(RedisError, OSError):
            await self._pubsub.aclose()  # type: ignore[no-untyped-call]


@asynccontextmanager
async def hub_is_open(app: FastAPI) -> AsyncIterator[None]:
    app.state.hub = Hub(app.state.redis)
    hearing = asyncio.create_task(app.state.hub.hear(), name="conversations")
    try:
        yield
    finally:
        await ended(hearing)
        await app.state.hub.close()
