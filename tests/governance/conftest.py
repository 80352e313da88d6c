from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from tests.governance.office import Office, opened
from tests.support.tokens import TestKeys


@pytest.fixture
async def office(
    make_database: Callable[[str], str], valkey_url: str, keys: TestKeys, tmp_path: Path
) -> AsyncIterator[Office]:
    """governance on a fresh database with four agencies; time passes when the test says so."""
    folder = (tmp_path / "files").as_uri()
    async with opened(make_database("governance"), valkey_url, keys, files_url=folder) as started:
        yield started
