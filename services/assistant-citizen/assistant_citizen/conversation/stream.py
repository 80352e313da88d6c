"""What comes into a conversation, as server-sent events: `part` for each sentence of a reply, `message` for each whole
message, `state` when a person takes over or leaves. Where a connection breaks off, Last-Event-ID goes on."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any
from uuid import UUID

import orjson
from fastapi import FastAPI, Request

from assistant_citizen.conversation.errors import ConversationNotFound, TooManyListeners
from assistant_citizen.conversation.hub import Hub
from assistant_citizen.conversation.queries import last_place, live_handover, messages_after
from assistant_citizen.conversation.schemas import MessageRead
from kit.asker import asker
from kit.db import Database

HEARTBEAT_SECONDS = 15
LIFE_SECONDS = 300
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
RETRY = b"retry: 2000\n\n"


def listen(request: Request, conversation_id: UUID, place: int | None) -> AsyncIterator[bytes]:
    """From after `place`, or from now on. The caller was let in already. TooManyListeners while it can still be said:
    before the answer begins."""
    app, who = request.app, asker(request)
    app.state.hub.check_room(conversation_id, who)
    return _heard(app, conversation_id, who, place)


async def _heard(app: FastAPI, conversation_id: UUID, who: str, place: int | None) -> AsyncIterator[bytes]:
    hub: Hub = app.state.hub
    with suppress(TimeoutError, ConversationNotFound, TooManyListeners), hub.listening(conversation_id, who) as woken:
        async with asyncio.timeout(LIFE_SECONDS):
            yield RETRY
            at, state = place if place is not None else await _end(app.state.database, conversation_id), ""
            while not app.state.closing.is_set():
                woken.clear()
                at, state, chunks = await _fresh(app.state.database, conversation_id, at, state)
                for chunk in chunks:
                    yield chunk
                if not await _woken(app, woken):
                    yield b":\n\n"


async def _end(database: Database, conversation_id: UUID) -> int:
    async with database.session() as session:
        return await last_place(session, conversation_id)


async def _fresh(database: Database, conversation_id: UUID, at: int, state: str) -> tuple[int, str, list[bytes]]:
    """A transaction of its own: nobody who listens holds a connection. Who answers is told before the answer."""
    async with database.session() as session:
        await last_place(session, conversation_id)
        messages = await messages_after(session, conversation_id, at)
        live = await live_handover(session, conversation_id)
    now = live.state if live else "assistant"
    chunks = [] if now == state else [_event("state", {"state": now, "operator": live.operator_name if live else None})]
    chunks += [chunk for one in messages for chunk in _told(MessageRead.model_validate(one))]
    return (messages[-1].place if messages else at), now, chunks


def _told(message: MessageRead) -> list[bytes]:
    parts = [
        _event("part", {"message": message.id, "number": number, **part.model_dump()})
        for number, part in enumerate(message.body.parts)
    ]
    return [*parts, b"id: %d\n" % message.place + _event("message", message.model_dump(mode="json"))]


def _event(name: str, data: dict[str, Any]) -> bytes:
    return b"event: %s\ndata: %s\n\n" % (name.encode(), orjson.dumps(data, default=str))


async def _woken(app: FastAPI, woken: asyncio.Event) -> bool:
    """False when it is time to look anyway. A server that ends is not waited for."""
    waiting = [asyncio.ensure_future(one.wait()) for one in (woken, app.state.closing)]
    try:
        done, _ = await asyncio.wait(waiting, timeout=HEARTBEAT_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        return bool(done)
    finally:
        for one in waiting:
            one.cancel()
