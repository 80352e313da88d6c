import pytest

from tests.monitoring.alert.guard import Guard
from tests.monitoring.watch import Watch


@pytest.fixture
async def guard(watch: Watch, valkey_url: str) -> Guard:
    return Guard(watch, valkey_url)
