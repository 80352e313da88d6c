from kit.errors import Conflict, NotFound


class LoadNotFound(NotFound):
    code = "load-not-found"


class LoadsWaiting(Conflict):
    """So many of one dataset are not done yet."""

    code = "loads-waiting"


class DatasetBusy(Conflict):
    """Something of it is being loaded, on top of what is there now."""

    code = "dataset-busy"


class NothingRejected(NotFound):
    code = "load-nothing-rejected"


class KeyNotSet(Conflict):
    """Rows can be replaced one by one only by a key."""

    code = "load-key-not-set"
