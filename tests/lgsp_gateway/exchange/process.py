"""The gateway as a process of its own, as it is run."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import httpx

from embedded.process import free_port
from kit import clock
from kit.db import Database
from kit.vault import Vault
from lgsp_gateway.token.minting import Minter
from lgsp_gateway.token.ring import KeyRing
from lgsp_gateway.token.rotation import ensure_keys
from lgsp_gateway.token.tables import PURPOSE
from tests.lgsp_gateway.exchange.gateway import CLIENT, add_province
from tests.support.settings import settings_of


async def prepare(database_url: str, provider_url: str) -> dict[str, str]:
    """Registers the province; the header fields of a caller."""
    settings, database = settings_of("lgsp_gateway", database_url=database_url), Database(database_url)
    vault = Vault(settings.secret_key, PURPOSE)
    ring = KeyRing(vault)
    async with database.session() as session:
        await ensure_keys(session, vault, clock.utc())
        await ring.read(session)
        ids = await add_province(session, provider_url)
    await database.dispose()
    claims: dict[str, Any] = {"client_id": "mot-cua", "name": "Một cửa", "agency": "H02.05", "scopes": []}
    minted = Minter(settings, ring).for_system(application_id=str(ids["mot-cua"]), now=clock.utc(), **claims)
    return {"Authorization": f"Bearer {minted.token}", "X-Road-Client": CLIENT}


class Process:
    def __init__(self, database_url: str, redis_url: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._inside = free_port()
        given = settings_of("lgsp_gateway")
        self._environment = {
            **os.environ,
            "MODE": "embedded",
            "DATABASE_URL": database_url,
            "REDIS_URL": redis_url,
            "BUS_URL": redis_url,
            "SECRET_KEY": given.secret_key.get_secret_value(),
            "ORIGIN": given.origin,
            "INTERNAL_PORT": str(self._inside),
        }
        self._child: asyncio.subprocess.Process | None = None

    @property
    def pid(self) -> int:
        assert self._child is not None
        return self._child.pid

    @asynccontextmanager
    async def running(self) -> AsyncIterator["Process"]:
        await self.start()
        try:
            yield self
        finally:
            await self.stop(signal.SIGTERM)

    async def start(self) -> None:
        command = ["-m", "uvicorn", "--factory", "lgsp_gateway.main:app", "--port", str(self.port)]
        options = ["--loop", "uvloop", "--http", "kit.protocol:Protocol", "--no-access-log", "--log-level", "warning"]
        self._child = await asyncio.create_subprocess_exec(
            sys.executable, *command, *options, env=self._environment, stdout=asyncio.subprocess.DEVNULL
        )
        async with asyncio.timeout(60), httpx.AsyncClient() as client:
            while not await _is_ready(client, f"http://127.0.0.1:{self._inside}"):
                assert self._child.returncode is None
                await asyncio.sleep(0.1)

    async def stop(self, number: int) -> None:
        if self._child is not None and self._child.returncode is None:
            self._child.send_signal(number)
            with suppress(TimeoutError):
                await asyncio.wait_for(self._child.wait(), 20)


async def _is_ready(client: httpx.AsyncClient, url: str) -> bool:
    with suppress(httpx.HTTPError):
        checks = (await client.get(f"{url}/readyz")).json().get("checks", {})
        return bool(checks.get("directory") == "ok" == checks.get("database"))
    return False
