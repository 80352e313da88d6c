from kit.errors import Denied, NotFound


class IndexEntryNotFound(NotFound):
    """It is not there, was cancelled, or is confidential, which no index holds."""

    code = "index-entry-not-found"


class SystemsOnly(Denied):
    """People read through pages and lists, which go by their rights."""

    code = "systems-only"
