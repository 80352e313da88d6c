from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from embedded.process import free_port
from tests.governance.office import Office
from tests.meetings.hall import Hall, opened
from tests.meetings.sfu.begun import Begun, Start, begun
from tests.support import livekit
from tests.support.tokens import TestKeys


@pytest.fixture
async def sfu_hall(
    office: Office, make_database: Callable[[str], str], keys: TestKeys, tmp_path: Path
) -> AsyncIterator[tuple[Hall, Start]]:
    """With LiveKit's server, once it is started."""
    livekit.program()
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    given = {"video": "livekit", "livekit_url": address, "livekit_key": livekit.KEY, "livekit_secret": livekit.SECRET}
    async with opened(office, make_database("meetings"), keys, **given) as hall:
        yield hall, lambda: livekit.running(tmp_path, port, f"{hall.url}/meetings/sfu/webhook")


@pytest.fixture
async def held(sfu_hall: tuple[Hall, Start]) -> AsyncIterator[Begun]:
    """A meeting that goes on, with LiveKit there."""
    hall, start = sfu_hall
    with start():
        yield await begun(hall)
