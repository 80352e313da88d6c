"""The open connections of this process, and the way to those of the others: Valkey carries what is said, keeps nothing.

Without Valkey people connected to the same process still hear each other.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal
from uuid import UUID, uuid4

import orjson
from fastapi import FastAPI
from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.exceptions import RedisError

from kit.errors import Problem
from kit.shutdown import ended

log = logging.getLogger(__name__)
MOST_WAITING = 500
"""Messages a slow browser may be behind."""
RETRY_SECONDS = 0.5
Mark = tuple[int, int, int]
"""Version of the meeting, of the participant, and serial of a guest's link."""
Audience = Literal["inside", "conductors", "everybody"]


def worded(said: dict[str, Any]) -> str:
    """The database driver has a kind of UUID of its own."""
    return orjson.dumps(said, default=str).decode()


@dataclass(frozen=True)
class Letter:
    """`to`: those inside, who conducts, everybody with the lobby; where one connection or one participant is named,
    that one alone. `besides`: a connection that knows already. `reconsider`: whoever gets it has to look anew whether
    and how they may be there."""

    meeting: UUID
    said: dict[str, Any] = field(default_factory=dict)
    to: Audience = "inside"
    connection: UUID | None = None
    participant: UUID | None = None
    besides: UUID | None = None
    reconsider: bool = False


def news_of(meeting: UUID, state: str, opened_at: datetime | None) -> Letter:
    """The meeting is opened, over, or changed: everybody looks anew whether and how they may be there."""
    told = {"type": "state", "state": state, "opened_at": opened_at}
    return Letter(meeting, told, to="everybody", reconsider=True)


@dataclass(eq=False)
class Client:
    """One browser. `connection` is its present stay, in the lobby or inside; what it is told waits in `outbox`, and
    None ends it: for good where it is `over`, else it comes back. `mark`: the facts its place was decided by."""

    connection: UUID
    participant: UUID
    conducts: bool
    inside: bool = False
    over: bool = False
    mark: Mark | None = None
    outbox: asyncio.Queue[str | None] = field(default_factory=lambda: asyncio.Queue(MOST_WAITING))
    reconsider: asyncio.Event = field(default_factory=asyncio.Event)

    def tell(self, text: str) -> None:
        """A browser that does not keep up is let go; it comes back and is told how things are."""
        try:
            self.outbox.put_nowait(text)
        except asyncio.QueueFull:
            self.end()

    def refuse(self, problem: Problem) -> None:
        self.tell(worded({"type": "error", "code": problem.code}))

    def tell_last(self, said: dict[str, Any]) -> None:
        self.tell(worded(said))
        self.over = True
        self.end()

    def end(self) -> None:
        while self.outbox.full():
            self.outbox.get_nowait()
        self.outbox.put_nowait(None)

    def is_meant(self, letter: Letter) -> bool:
        if letter.besides == self.connection:
            return False
        if letter.connection or letter.participant:
            return self.connection == letter.connection or self.participant == letter.participant
        if letter.to == "inside":
            return self.inside
        return letter.to == "everybody" or self.conducts


class Hub:
    def __init__(self, redis: Redis) -> None:
        self._redis, self._process = redis, str(uuid4())
        self._clients: dict[UUID, set[Client]] = defaultdict(set)
        self._pubsub: PubSub = redis.pubsub(ignore_subscribe_messages=True)
        self.followed: Callable[[Sequence[Letter]], None] = lambda _letters: None
        """Hears what this process sends, once: who carries the pictures."""

    async def enter(self, meeting: UUID, client: Client) -> None:
        first = not self._clients[meeting]
        self._clients[meeting].add(client)
        if first:
            await self._listen(meeting)

    async def leave(self, meeting: UUID, client: Client) -> None:
        clients = self._clients[meeting]
        clients.discard(client)
        if not clients:
            del self._clients[meeting]
            await self._unlisten(meeting)

    def clients(self) -> list[Client]:
        return [client for clients in self._clients.values() for client in clients]

    async def send(self, letters: Sequence[Letter]) -> None:
        self.followed(letters)
        for letter in letters:
            reached = self._deliver(letter)
            if not (reached and letter.connection):  # a connection that is here is nowhere else
                await self._publish(letter)

    def _deliver(self, letter: Letter) -> bool:
        """Whether it reached anybody here."""
        text = worded(letter.said) if letter.said else ""
        meant = [client for client in self._clients.get(letter.meeting, ()) if client.is_meant(letter)]
        for client in meant:
            if text:
                client.tell(text)
            if letter.reconsider:
                client.reconsider.set()
        return bool(meant)

    async def _publish(self, letter: Letter) -> None:
        try:
            await self._redis.publish(_channel(letter.meeting), worded({"from": self._process, **vars(letter)}))
        except (RedisError, OSError) as error:
            log.warning("other processes did not hear", extra={"error": type(error).__name__})

    async def _listen(self, meeting: UUID) -> None:
        try:
            await self._pubsub.subscribe(_channel(meeting))
        except (RedisError, OSError) as error:
            log.warning("other processes are not heard", extra={"error": type(error).__name__})

    async def _unlisten(self, meeting: UUID) -> None:
        try:
            await self._pubsub.unsubscribe(_channel(meeting))
        except (RedisError, OSError) as error:
            log.warning("a channel stays open", extra={"error": type(error).__name__})

    async def hear(self) -> None:
        """What other processes publish, for ever; a lost connection is made again with all its channels."""
        while True:
            try:
                if not self._pubsub.subscribed:
                    await self._resubscribe()
                    await asyncio.sleep(RETRY_SECONDS)
                    continue
                if message := await self._pubsub.get_message(timeout=1.0):
                    self._heard(message["data"])
            except (RedisError, OSError) as error:
                log.warning("other processes are not heard", extra={"error": type(error).__name__})
                await asyncio.sleep(RETRY_SECONDS)

    async def _resubscribe(self) -> None:
        if self._clients:
            await self._pubsub.subscribe(*map(_channel, self._clients))

    def _heard(self, data: bytes) -> None:
        """While a new version is put in place, others may say what this one does not know."""
        try:
            found = orjson.loads(data)
            if found.pop("from") == self._process:
                return
            letter = Letter(**{name: _plain(name, value) for name, value in found.items()})
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            log.warning("another process is not understood", extra={"error": type(error).__name__})
            return
        self._deliver(letter)

    async def close(self) -> None:
        for clients in self._clients.values():
            for client in clients:
                client.end()
        await self._pubsub.aclose()  # type: ignore[no-untyped-call]


def _channel(meeting: UUID) -> str:
    return f"meetings:{meeting}"


def _plain(name: str, value: Any) -> Any:
    return UUID(value) if value and name in {"meeting", "connection", "participant", "besides"} else value


@asynccontextmanager
async def hub_is_open(app: FastAPI) -> AsyncIterator[None]:
    app.state.hub = Hub(app.state.redis)
    hearing = asyncio.create_task(app.state.hub.hear(), name="hub")
    try:
        yield
    finally:
        await ended(hearing)
        await app.state.hub.close()
