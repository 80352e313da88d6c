from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from tests.governance.office import Office
from tests.meetings.hall import opened
from tests.meetings.paper.desk import PaperDesk, desk_of
from tests.support.tokens import TestKeys


@pytest.fixture
async def table(
    office: Office, make_database: Callable[[str], str], keys: TestKeys, tmp_path: Path
) -> AsyncIterator[PaperDesk]:
    """A meeting with its people, and a store for its papers."""
    folder = tmp_path / "papers"
    async with opened(office, make_database("meetings"), keys, files_url=folder.as_uri()) as hall:
        yield await desk_of(hall, folder)
