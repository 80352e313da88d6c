"""Which tests one worker runs together, those that share something dear to start, and which begin first."""

from typing import Any

import pytest
from xdist.scheduler.loadscope import LoadScopeScheduling

TOGETHER = (
    ("tests/browser/product/", "tests/journeys/", "tests/embedded/test_product.py"),  # the whole, which the last stops
    ("tests/kit/bus/",),  # Kafka
    ("tests/models/test_triage.py", "tests/governance/triage/"),  # the same models, trained once
    ("tests/kit/web/test_texts.py",),  # the whole code, read
    ("tests/models/test_target_chance.py", "tests/monitoring/forecast/"),
    ("tests/models/test_note_sentence.py", "tests/meetings/proposal/"),
    ("tests/assistant_citizen/dossier/",),  # a gateway with the demo province
)


LONG = (
    *TOGETHER[0],
    *TOGETHER[1],
    "tests/docs/",
    "tests/deploy/",
    "tests/embedded/",
    "tests/models/",
    "tests/kit/ml/",
    "tests/analytics/",
)
"""In this order before all others: whatever begins last must be short, or one worker waits for the other."""


def group_of(nodeid: str) -> str:
    """A file's tests stay together too: what a module has started, one worker starts."""
    return next((group[0] for group in TOGETHER if nodeid.startswith(group)), nodeid.partition("::")[0])


def place_of(nodeid: str) -> int:
    return next((place for place, start in enumerate(LONG) if nodeid.startswith(start)), len(LONG))


class ByWhatTheyShare(LoadScopeScheduling):  # type: ignore[misc]  # xdist has no types
    """Groups of TOGETHER whole, all other tests by file, in the order they were collected.

    Marks (`--dist loadgroup`) would say it too, but pytest-xdist 3.8 loses them under pytest 9.2.
    """

    def __init__(self, config: pytest.Config, log: Any) -> None:
        config.option.loadscopereorder = False
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)
