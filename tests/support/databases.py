"""Fresh databases: a service is migrated once into a template, which every test copies."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import Any

import asyncpg

from embedded.postgres import Postgres
from kit import migrate


class Databases:
    def __init__(self, server: Postgres) -> None:
        self._server = server
        self._numbers = count(1)
        self._templates: set[str] = set()
        self._made: list[str] = []

    def make(self, package: str, *, kept: bool = False) -> str:
        """`kept`: it outlives the test, and goes with the server."""
        template = f"template_{package}"
        if template not in self._templates:
            self._execute(f"CREATE DATABASE {template}")
            _in_thread(migrate.upgrade, self._server.url(template), package)
            self._templates.add(template)
        name = f"{package}_{next(self._numbers)}"
        self._execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        if not kept:
            self._made.append(name)
        return self._server.url(name)

    def drop_made(self) -> None:
        while self._made:
            self._execute(f"DROP DATABASE IF EXISTS {self._made.pop()} WITH (FORCE)")

    def _execute(self, statement: str) -> None:
        _in_thread(_run, self._connect_and_execute(statement))

    async def _connect_and_execute(self, statement: str) -> None:
        connection = await asyncpg.connect(self._server.dsn())
        try:
            await connection.execute(statement)
        finally:
            await connection.close()


def _run(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(work)


def _in_thread(call: Any, *arguments: Any) -> None:
    """A test's own event loop may be running in this thread."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(call, *arguments).result()
