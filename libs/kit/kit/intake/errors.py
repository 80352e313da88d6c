from kit.errors import Conflict, NotFound


class ImportNotFound(NotFound):
    """There is none, or somebody else sent it."""

    code = "import-not-found"


class ImportsWaiting(Conflict):
    """So many files of one person are not read yet."""

    code = "imports-waiting"
