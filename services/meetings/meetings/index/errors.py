from kit.errors import Denied, NotFound


class MinutesNotIndexed(NotFound):
    """It is not there, or not published, and such minutes no index holds."""

    code = "minutes-not-indexed"


class IndexForSystems(Denied):
    """People read through pages and lists, which go by their rights."""

    code = "index-for-systems"
