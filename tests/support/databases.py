"""Fresh databases: a service is migrated once into a template, which every test copies."""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from typing import Any

import asyncpg

from embedded.postgres import Postgres
from kit import migrate

Begin = Callable[[str], Coroutine[Any, Any, None]]
"""Given the URL of a database, writes into it."""


class Databases:
    def __init__(self, server: Postgres) -> None:
        self._server = server
        self._thread = ThreadPoolExecutor(1)
        self._runner = asyncio.Runner()
        self._connection: asyncpg.Connection | None = None
        self._numbers = count(1)
        self._templates: set[str] = set()
        self._made: list[str] = []

    def make(self, package: str, *, begun: Begin | None = None, kept: bool = False) -> str:
        """`begun`: what is written into it first, once for all that ask for it. `kept`: it outlives the test, and goes
        with the server."""
        template = self._migrated(package) if begun is None else self._begun(package, begun)
        name = f"{package}_{next(self._numbers)}"
        self._copy(template, name)
        if not kept:
            self._made.append(name)
        return self._server.url(name)

    def _migrated(self, package: str) -> str:
        name = f"template_{package}"
        if name not in self._templates:
            self._execute(f"CREATE DATABASE {name}")
            self._in_thread(migrate.upgrade, self._server.url(name), package)
            self._templates.add(name)
        return name

    def _begun(self, package: str, begin: Begin) -> str:
        name = f"template_{package}_{begin.__name__}"
        if name not in self._templates:
            self._copy(self._migrated(package), name)
            self._in_thread(self._runner.run, begin(self._server.url(name)))
            self._templates.add(name)
        return name

    def _copy(self, template: str, name: str) -> None:
        self._execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")

    def drop_made(self) -> None:
        while self._made:
            self._execute(f"DROP DATABASE IF EXISTS {self._made.pop()} WITH (FORCE)")

    def close(self) -> None:
        if self._connection is not None:
            self._in_thread(self._runner.run, self._connection.close())
        self._in_thread(self._runner.close)
        self._thread.shutdown()

    def _execute(self, statement: str) -> None:
        self._in_thread(self._runner.run, self._tell(statement))

    async def _tell(self, statement: str) -> None:
        """One connection serves all: another for each database would cost half as much as the database."""
        if self._connection is None:
            self._connection = await asyncpg.connect(self._server.dsn())
        await self._connection.execute(statement)

    def _in_thread(self, call: Callable[..., None], *arguments: Any) -> None:
        """A test's own event loop may be running in this thread."""
        self._thread.submit(call, *arguments).result()
