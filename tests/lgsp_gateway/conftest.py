from collections.abc import AsyncIterator, Callable

import pytest

from tests.lgsp_gateway.identity import Clock, Gateway, running
from tests.lgsp_gateway.registry.desk import Desk, opened
from tests.support.tokens import TestKeys


@pytest.fixture
async def desk(make_database: Callable[[str], str], valkey_url: str, keys: TestKeys) -> AsyncIterator[Desk]:
    """The registry's doors on an empty database."""
    async with opened(make_database("lgsp_gateway"), valkey_url, keys, allowed_hosts=["127.0.0.1"]) as started:
        yield started


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def gateway(make_database: Callable[[str], str], valkey_url: str, clock: Clock) -> AsyncIterator[Gateway]:
    """The whole gateway on an empty database; time passes when the test says so."""
    async with running(make_database("lgsp_gateway"), valkey_url, clock) as started:
        yield started
