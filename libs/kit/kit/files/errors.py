from kit.errors import Invalid, NotFound, TooLarge, Unavailable


class EmptyFile(Invalid):
    code = "empty-file"


class FileTooLarge(TooLarge):
    """`mib` in params: the most that is taken."""

    code = "file-too-large"


class FileMissing(NotFound):
    """Somebody knows of it, and the store has it no more."""

    code = "file-missing"


class FilesNotSet(Unavailable):
    code = "files-not-set"


class FilesUnavailable(Unavailable):
    code = "files-unavailable"
