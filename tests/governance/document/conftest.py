from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from tests.governance.document.registry import Staff, staffed
from tests.governance.office import opened
from tests.support.tokens import TestKeys


@pytest.fixture
async def staff(
    make_database: Callable[[str], str], valkey_url: str, keys: TestKeys, tmp_path: Path
) -> AsyncIterator[Staff]:
    folder = tmp_path / "files"
    async with opened(make_database("governance"), valkey_url, keys, files_url=folder.as_uri()) as office:
        yield await staffed(office)
