from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from tests.governance.office import Office
from tests.meetings.hall import opened
from tests.meetings.minutes.afterwards import Afterwards
from tests.support.tokens import TestKeys


@pytest.fixture
async def after(
    office: Office, make_database: Callable[[str], str], keys: TestKeys, tmp_path: Path
) -> AsyncIterator[Afterwards]:
    """A meeting with chair, secretary and delegate, and a store for what is published."""
    folder = (tmp_path / "records").as_uri()
    async with opened(office, make_database("meetings"), keys, files_url=folder) as hall:
        yield await Afterwards.of(hall)
