from kit.errors import Conflict, Invalid, NotFound, TooLarge


class UploadNotFound(NotFound):
    """There is none, somebody else sends it, or it has waited too long."""

    code = "dataset-upload-not-found"


class OffsetWrong(Conflict):
    """`received` in params: from where to go on."""

    code = "dataset-upload-offset"


class UploadTooLarge(TooLarge):
    code = "dataset-upload-large"


class UploadNotWhole(Conflict):
    code = "dataset-upload-not-whole"


class UploadEmpty(Invalid):
    code = "dataset-upload-empty"


class UploadsOpen(Conflict):
    """So many of one person are not finished yet."""

    code = "dataset-uploads-open"
