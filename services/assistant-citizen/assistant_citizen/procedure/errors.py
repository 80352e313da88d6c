from kit.errors import Conflict, Invalid, NotFound


class ProcedureNotFound(NotFound):
    code = "procedure-not-found"


class ProcedureCodeTaken(Conflict):
    code = "procedure-code-taken"


class RecordsUnreadable(Invalid):
    """The file is no text, or holds no records."""

    code = "procedure-records-unreadable"


class TooManyRecords(Invalid):
    code = "procedure-too-many-records"
