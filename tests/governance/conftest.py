from collections.abc import AsyncIterator, Callable

import pytest

from tests.governance.office import Office, opened
from tests.support.tokens import TestKeys


@pytest.fixture
async def office(make_database: Callable[[str], str], valkey_url: str, keys: TestKeys) -> AsyncIterator[Office]:
    """governance on a fresh database with four agencies; time passes when the test says so."""
    async with opened(make_database("governance"), valkey_url, keys) as started:
        yield started
