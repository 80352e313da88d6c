from kit.errors import Invalid, NotFound, TooLarge, Unavailable, Unsupported


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


class TypeRefused(Unsupported):
    """`came` and `accepted` in params, by the names everybody knows ("PDF")."""

    code = "file-type-refused"


class TypeUnknown(Unsupported):
    code = "file-type-unknown"


class Damaged(Invalid):
    code = "file-damaged"


class Encrypted(Invalid):
    code = "file-encrypted"


class Macros(Unsupported):
    code = "file-with-macros"


class Unpackable(Invalid):
    """It would take too much room unpacked, or lay something where it must not."""

    code = "file-unpackable"
