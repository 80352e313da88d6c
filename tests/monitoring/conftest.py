from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from tests.monitoring.watch import Watch, started, watching
from tests.support.tokens import TestKeys


@pytest.fixture
async def watch(
    make_database: Callable[..., str], valkey_url: str, keys: TestKeys, tmp_path: Path
) -> AsyncIterator[Watch]:
    async with watching(make_database("monitoring", begun=started), valkey_url, keys, tmp_path) as made:
        yield made
