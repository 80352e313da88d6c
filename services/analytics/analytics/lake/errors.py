from kit.errors import NotFound, Unavailable


class SnapshotNotFound(NotFound):
    """It never was, or is older than what is kept."""

    code = "snapshot-not-found"


class LakeUnavailable(Unavailable):
    """The files store does not answer."""

    code = "lake-unavailable"
