from kit.errors import Conflict, Invalid, NotFound, Unsupported


class LawNotFound(NotFound):
    code = "law-not-found"


class LawTaken(Conflict):
    code = "law-taken"


class LawUnreadable(Unsupported):
    """The file is none of laws: no article was found in it, or it cannot be read at all."""

    code = "law-unreadable"


class LawNameMissing(Invalid):
    code = "law-name-missing"

    def __init__(self) -> None:
        super().__init__(errors=[{"field": "name", "message": "library.wrong.name"}])
