import pytest

from tests.governance.office import Office
from tests.governance.organisation.kept import Kept, settle


@pytest.fixture
async def kept(office: Office) -> Kept:
    return await settle(office)
