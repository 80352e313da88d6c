from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from tests.assistant_staff.study import Study, opened
from tests.governance.office import Desk, Office
from tests.governance.office import opened as office_opened
from tests.meetings.hall import Hall
from tests.meetings.hall import opened as hall_opened
from tests.support.tokens import TestKeys


@pytest.fixture
async def office(
    make_database: Callable[[str], str], valkey_url: str, keys: TestKeys, tmp_path: Path
) -> AsyncIterator[Office]:
    folder = (tmp_path / "files").as_uri()
    async with office_opened(make_database("governance"), valkey_url, keys, files_url=folder) as started:
        yield started


@pytest.fixture
async def hall(
    office: Office, make_database: Callable[[str], str], keys: TestKeys, tmp_path: Path
) -> AsyncIterator[Hall]:
    folder = (tmp_path / "records").as_uri()
    async with hall_opened(office, make_database("meetings"), keys, files_url=folder) as started:
        yield started


@pytest.fixture
async def study(hall: Hall, make_database: Callable[[str], str], keys: TestKeys) -> AsyncIterator[Study]:
    """The assistant on an empty database, with governance and meetings beside it."""
    async with opened(hall, make_database("assistant_staff"), keys) as started:
        yield started


@pytest.fixture
async def keeper(study: Study) -> Desk:
    """Keeps the library."""
    return study.hall.office.desk("thu-vien", "Đỗ Thị Lan", role="administrator", agency="H02")
