from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from tests.governance.office import Office
from tests.governance.office import opened as office_opened
from tests.meetings.hall import Hall, opened
from tests.support.tokens import TestKeys


@pytest.fixture
async def office(
    make_database: Callable[[str], str], valkey_url: str, keys: TestKeys, tmp_path: Path
) -> AsyncIterator[Office]:
    """governance, of which meetings asks who works where."""
    folder = (tmp_path / "files").as_uri()
    async with office_opened(make_database("governance"), valkey_url, keys, files_url=folder) as started:
        yield started


@pytest.fixture
async def hall(office: Office, make_database: Callable[[str], str], keys: TestKeys) -> AsyncIterator[Hall]:
    """meetings on an empty database; time passes when the test says so."""
    async with opened(office, make_database("meetings"), keys) as started:
        yield started
