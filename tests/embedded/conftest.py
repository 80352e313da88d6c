from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.embedded.tiny_supervisor import TinySupervisor


@pytest.fixture
def supervise(tmp_path: Path) -> Iterator[Callable[[], TinySupervisor]]:
    """Starts the supervisor of two tiny services and waits until both answer."""
    started: list[TinySupervisor] = []

    def start() -> TinySupervisor:
        started.append(TinySupervisor(tmp_path))
        return started[-1]

    yield start
    for one in started:
        one.end()
