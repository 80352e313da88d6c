import pytest

from tests.governance.office import Office
from tests.governance.task.scene import Scene, scene_of


@pytest.fixture
async def scene(office: Office) -> Scene:
    return await scene_of(office)
