"""One process of a service does it, the others stand by: a lock of the database, gone with its holder."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg

from kit import postgres
from kit.db import Database
from kit.worker import Worker

LOOK_SECONDS = 0.25


@asynccontextmanager
async def holding(database: Database, worker: Worker) -> AsyncIterator[asyncpg.Connection]:
    """Waits until no other process holds the lock named after the worker, then gives the connection that holds it.

    The connection is apart from the pool. Once it is lost so is the lock: whatever is done through it then fails.
    """
    url, settings = database.engine.url, {"application_name": worker.name}
    with worker.idle():
        connection = await postgres.connect(url, timeout=5, command_timeout=10, server_settings=settings)
    try:
        while not await connection.fetchval("SELECT pg_try_advisory_lock(hashtextextended($1, 0))", worker.name):
            await worker.rest(LOOK_SECONDS)
        yield connection
    finally:
        connection.terminate()
