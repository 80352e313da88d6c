from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
import redis

from tests.assistant_citizen.dossier.counter import Counter, standing
from tests.support.databases import Databases
from tests.support.tokens import TestKeys


@pytest_asyncio.fixture(scope="package", loop_scope="session")
async def raised(
    databases: Databases, valkey_server: str, keys: TestKeys, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Counter]:
    """Once for all tests here."""
    urls = {name: databases.make(name, kept=True) for name in ("lgsp_gateway", "assistant_citizen")}
    async with standing(urls, valkey_server, keys, tmp_path_factory.mktemp("counter")) as counter:
        yield counter


@pytest_asyncio.fixture(loop_scope="session")
async def counter(raised: Counter, valkey_server: str) -> AsyncIterator[Counter]:
    """Nobody has tried anything yet."""
    with redis.Redis.from_url(valkey_server) as client:
        client.flushall()
    await raised.behave()
    dossiers = raised.dossiers
    yield raised
    raised.assistant.app.state.dossiers = dossiers
