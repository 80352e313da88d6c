from kit.errors import NotFound


class AttachmentNotFound(NotFound):
    code = "attachment-not-found"


class PageNotFound(NotFound):
    """There is no such page, or the file has none that can be shown."""

    code = "attachment-page-not-found"
