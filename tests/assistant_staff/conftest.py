from collections.abc import AsyncIterator, Callable

import pytest

from tests.assistant_staff.study import Study, opened
from tests.governance.office import Desk
from tests.meetings.conftest import hall, office
from tests.meetings.hall import Hall
from tests.support.tokens import TestKeys

__all__ = ["hall", "office"]


@pytest.fixture
async def study(hall: Hall, make_database: Callable[[str], str], keys: TestKeys) -> AsyncIterator[Study]:
    """The assistant on an empty database, with governance and meetings beside it."""
    async with opened(hall, make_database("assistant_staff"), keys) as started:
        yield started


@pytest.fixture
async def keeper(study: Study) -> Desk:
    """Keeps the library."""
    return study.hall.office.desk("thu-vien", "Đỗ Thị Lan", role="administrator", agency="H02")
