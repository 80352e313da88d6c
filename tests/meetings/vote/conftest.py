from collections.abc import AsyncIterator

import pytest

from tests.meetings.hall import Hall
from tests.meetings.vote.chamber import Chamber


@pytest.fixture
async def chamber(hall: Hall) -> AsyncIterator[Chamber]:
    opened = await Chamber.opened(hall)
    async with opened.stack:
        yield opened
