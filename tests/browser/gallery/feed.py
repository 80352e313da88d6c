"""Server-sent events as the gateway gives them at /events, published by a test from its own thread."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

from starlette.responses import StreamingResponse


class Feed:
    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[str]] = set()
        self._loop: asyncio.AbstractEventLoop | None = None
        self.connections = 0
        self.published = 0

    async def connect(self) -> StreamingResponse:
        self._loop = asyncio.get_running_loop()
        return StreamingResponse(self._stream(), media_type="text/event-stream")

    def publish(self, topic: str, data: dict[str, Any]) -> None:
        self.published += 1
        message = f"event: {topic}\ndata: {json.dumps(data)}\n\n"
        assert self._loop, "nobody is connected"
        for listener in self._listeners:
            self._loop.call_soon_threadsafe(listener.put_nowait, message)

    async def _stream(self) -> AsyncIterator[str]:
        queue: asyncio.Queue[str] = asyncio.Queue()
        self._listeners.add(queue)
        self.connections += 1
        try:
            yield ": connected\n\n"
            while True:
                yield await queue.get()
        finally:
            self._listeners.discard(queue)
