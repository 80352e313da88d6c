"""What a process holds in memory and looks up again every few seconds while its app runs."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

from kit.shutdown import ended

log = logging.getLogger(__name__)


@asynccontextmanager
async def followed(look: Callable[[], Awaitable[None]], seconds: float, what: str) -> AsyncIterator[None]:
    """Looked up once before; where the database is away, with the next look."""
    with suppress(Exception):
        await look()
    task = asyncio.create_task(_again(look, seconds, what), name=f"{what} are followed")
    try:
        yield
    finally:
        await ended(task)


async def _again(look: Callable[[], Awaitable[None]], seconds: float, what: str) -> None:
    while True:
        await asyncio.sleep(seconds)
        try:
            await look()
        except Exception:
            log.warning("%s could not be looked up", what, exc_info=True)
