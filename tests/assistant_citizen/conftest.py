from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from tests.assistant_citizen.assistant import Assistant, opened
from tests.support.tokens import TestKeys


@pytest.fixture
async def assistant(
    make_database: Callable[[str], str], valkey_url: str, keys: TestKeys, tmp_path: Path
) -> AsyncIterator[Assistant]:
    """assistant_citizen on an empty database; time passes when the test says so."""
    folder = (tmp_path / "files").as_uri()
    async with opened(make_database("assistant_citizen"), valkey_url, keys, files_url=folder) as started:
        yield started
