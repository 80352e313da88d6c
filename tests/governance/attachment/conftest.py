from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from tests.governance.attachment.shelf import Shelf, shelf_of
from tests.governance.office import opened
from tests.support.tokens import TestKeys


@pytest.fixture
async def shelf(
    make_database: Callable[[str], str], valkey_url: str, keys: TestKeys, tmp_path: Path
) -> AsyncIterator[Shelf]:
    folder = tmp_path / "files"
    async with opened(make_database("governance"), valkey_url, keys, files_url=folder.as_uri()) as office:
        yield await shelf_of(office, folder)
