import pytest

from tests.governance.office import Desk
from tests.meetings.hall import Hall


@pytest.fixture
async def chair(hall: Hall) -> Desk:
    return await hall.person("giamdoc", "Trịnh Xuân Giám")


@pytest.fixture
async def delegate(hall: Hall) -> Desk:
    return await hall.person("chuyenvien", "Nguyễn Hoàng Phương Thảo")


@pytest.fixture
async def secretary(hall: Hall) -> Desk:
    return await hall.person("thuky", "Đỗ Thị Thư")
