"""A gateway on a real socket, and a provider on another that answers as each test tells it."""

from collections.abc import AsyncIterator, Callable

import pytest

from tests.lgsp_gateway.exchange.gateway import Gateway, running
from tests.lgsp_gateway.exchange.provider import Provider


@pytest.fixture
async def provider() -> AsyncIterator[Provider]:
    async with Provider().serving() as started:
        yield started


@pytest.fixture
def database_url(make_database: Callable[[str], str]) -> str:
    return make_database("lgsp_gateway")


@pytest.fixture
async def gateway(database_url: str, valkey_url: str, provider: Provider) -> AsyncIterator[Gateway]:
    async with running(database_url, valkey_url, provider.url) as started:
        yield started
