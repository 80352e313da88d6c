from kit.errors import Conflict, Denied, NotFound, Unavailable


class PaperNotFound(NotFound):
    """Also for whoever may not read it, or not yet."""

    code = "paper-not-found"


class PaperPageNotFound(NotFound):
    """There is no such page, or it cannot be drawn."""

    code = "paper-page-not-found"


class PaperLate(Unavailable):
    """Writing the reader's name on it took too long for a reader to wait."""

    code = "paper-late"


class PaperTooHeavy(Conflict):
    """The name cannot be written on all of it at once; page by page it can be read."""

    code = "paper-too-heavy"


class OriginalKept(Denied):
    """An Office file cannot carry the reader's name, so only who prepares the meeting gets it."""

    code = "paper-original-kept"


class TooManyPapers(Conflict):
    code = "paper-too-many"


class ItemUnknown(Conflict):
    """The agenda has changed since."""

    code = "paper-item-unknown"
