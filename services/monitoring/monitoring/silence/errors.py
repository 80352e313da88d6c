from kit.errors import Conflict, NotFound


class SilenceNotFound(NotFound):
    code = "silence-not-found"


class SilenceOver(Conflict):
    """What has ended is history."""

    code = "silence-over"
