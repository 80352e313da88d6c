"""The one-stop counter behind the real exchange: its simulator, a gateway with the demo province, the assistant."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
from pydantic import SecretStr

from assistant_citizen.dossier.service import Dossiers
from embedded.process import free_port
from kit.clock import utc
from kit.db import Database
from lgsp_gateway.main import app as gateway_app
from simulators.demo.load import load
from simulators.demo.plan import read_plan
from simulators.demo.settings import Settings
from simulators.onestop.main import app as one_stop
from simulators.onestop.record import Dossier, read_dossiers
from simulators.shared_categories.main import app as shared_categories
from tests.assistant_citizen.assistant import API, Assistant, opened
from tests.support.running import served
from tests.support.settings import settings_of
from tests.support.tokens import TestKeys

NOW = datetime(2026, 11, 26, 2, tzinfo=UTC)
STATE = f"{API}/dossiers/state"
DOSSIERS = read_dossiers()
ONE = DOSSIERS["000.00.20.H02-261120-0001"]
UNKNOWN, WRONG = "000.00.20.H02-261120-9999", "0000"


@dataclass
class Counter:
    assistant: Assistant
    one_stop_url: str

    @property
    def dossiers(self) -> Dossiers:
        found: Dossiers = self.assistant.app.state.dossiers
        return found

    @asynccontextmanager
    async def citizen(self, address: str = "10.1.0.1") -> AsyncIterator[httpx.AsyncClient]:
        """Somebody at another address."""
        transport = httpx.ASGITransport(self.assistant.app, raise_app_exceptions=False, client=(address, 5000))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8000") as http:
            yield http

    async def ask(self, code: str, proof: str, address: str = "10.1.0.1") -> httpx.Response:
        async with self.citizen(address) as http:
            return await http.post(STATE, json={"code": code, "proof": proof})

    async def behave(self, mode: str = "normal", **more: Any) -> None:
        async with httpx.AsyncClient() as http:
            (await http.post(f"{self.one_stop_url}/_simulator", json={"mode": mode, **more})).raise_for_status()

    async def asked(self) -> int:
        """So often the one-stop system was, since its behaviour was last set."""
        async with httpx.AsyncClient() as http:
            return int((await http.get(f"{self.one_stop_url}/_simulator")).json()["requests"])


def digits_of(one: Dossier) -> tuple[str, str]:
    return one.phone, one.identity


@asynccontextmanager
async def standing(urls: dict[str, str], redis_url: str, keys: TestKeys, folder: Path) -> AsyncIterator[Counter]:
    """`urls`: a database for the gateway and one for the assistant."""
    async with (
        served(one_stop()) as one_stop_url,
        served(shared_categories()) as units_url,
        _exchange(urls["lgsp_gateway"], redis_url, one_stop_url, units_url, folder) as gateway_url,
        opened(
            urls["assistant_citizen"], redis_url, keys, gateway_url=gateway_url,
            exchange_key_file=folder / "exchange" / "assistant-citizen.json",
        ) as assistant,
    ):  # fmt: skip
        assistant.now = NOW
        yield Counter(assistant, one_stop_url)


@asynccontextmanager
async def _exchange(
    database_url: str, redis_url: str, one_stop_url: str, units_url: str, folder: Path
) -> AsyncIterator[str]:
    """A gateway whose registry holds the demo province."""
    inside = free_port()
    settings = settings_of(
        "lgsp_gateway", database_url=database_url, redis_url=redis_url, bus_url=redis_url, run_background=False,
        internal_port=inside,
    )  # fmt: skip
    demo = Settings(
        demo_folder=folder,
        secret_key=SecretStr(settings.secret_key.get_secret_value()),
        shared_categories_url=units_url,
        ndxp_url="http://127.0.0.1:1",
        one_stop_url=one_stop_url,
    )
    database = Database(database_url)
    await load(database, read_plan().model_copy(update={"accounts": ()}), demo, utc())
    await database.dispose()
    async with served(gateway_app(settings)):
        yield f"http://127.0.0.1:{inside}"
