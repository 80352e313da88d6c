"""Which tests one worker runs together: those that share something dear to start."""

from xdist.scheduler.loadscope import LoadScopeScheduling

TOGETHER = (
    ("tests/browser/product/", "tests/embedded/test_product.py", "tests/journeys/"),  # the whole product
    ("tests/kit/bus/",),  # Kafka
    ("tests/models/test_triage.py", "tests/governance/triage/"),  # the same models, trained once
    ("tests/kit/web/test_texts.py",),  # the whole code, read
    ("tests/models/test_target_chance.py", "tests/monitoring/forecast/"),
    ("tests/models/test_note_sentence.py", "tests/meetings/proposal/"),
    ("tests/assistant_citizen/dossier/",),  # a gateway with the demo province
)


class ByWhatTheyShare(LoadScopeScheduling):  # type: ignore[misc]  # xdist has no types
    """Groups of TOGETHER whole, all other tests one by one.

    Marks (`--dist loadgroup`) would say it too, but pytest-xdist 3.8 loses them under pytest 9.2.
    """

    def _split_scope(self, nodeid: str) -> str:
        return next((group[0] for group in TOGETHER if nodeid.startswith(group)), nodeid)
