from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from tests.analytics.lab import Lab, lab_of
from tests.support.tokens import TestKeys


@pytest.fixture
async def lab(
    make_database: Callable[[str], str], valkey_url: str, keys: TestKeys, tmp_path: Path
) -> AsyncIterator[Lab]:
    async with lab_of(make_database("analytics"), valkey_url, keys, tmp_path / "files") as made:
        yield made
