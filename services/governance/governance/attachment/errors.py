from kit.errors import NotFound, Unavailable


class AttachmentNotFound(NotFound):
    code = "attachment-not-found"


class PageNotFound(NotFound):
    """There is no such page, or the file has none that can be shown."""

    code = "attachment-page-not-found"


class PageLate(Unavailable):
    """Drawing it took too long for a reader to wait."""

    code = "attachment-page-late"
