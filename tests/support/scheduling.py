"""Which tests one worker runs together: those that share something dear to start."""

from xdist.scheduler.loadscope import LoadScopeScheduling

TOGETHER = ("tests/browser/product/",)


class ByWhatTheyShare(LoadScopeScheduling):  # type: ignore[misc]  # xdist has no types
    """Folders of TOGETHER whole, all other tests one by one.

    Marks (`--dist loadgroup`) would say it too, but pytest-xdist 3.8 loses them under pytest 9.2.
    """

    def _split_scope(self, nodeid: str) -> str:
        return next((folder for folder in TOGETHER if nodeid.startswith(folder)), nodeid)
