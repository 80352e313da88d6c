from kit.errors import Invalid, NotFound, Unavailable


class QueryRefused(Invalid):
    """It is not what may be asked; its code says what of it."""

    code = "query-refused"


class QueryFailed(Invalid):
    """It may be asked, and did not come to an end."""

    code = "query-failed"


class QueryBusy(Unavailable):
    code = "query-busy"


class RunNotFound(NotFound):
    code = "run-not-found"
