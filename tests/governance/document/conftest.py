import pytest

from tests.governance.document.registry import Staff, staffed
from tests.governance.office import Office


@pytest.fixture
async def staff(office: Office) -> Staff:
    return await staffed(office)
