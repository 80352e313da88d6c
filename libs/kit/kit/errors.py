"""One exception tree for every service. The code of a problem is what support looks up and what the words hang on.

Problem
├── Malformed 400 · Unauthenticated 401 · Denied 403 · NotFound 404
├── Conflict 409 ── StaleEdit
└── TooLarge 413 · Unsupported 415 · Invalid 422 · TooMany 429 · Unavailable 503
"""

from typing import Any, ClassVar


class Problem(Exception):
    """Something went wrong that its reader can understand.

    Its words are the translations `error.<code>.title` and `error.<code>.detail`, filled with `params`.
    """

    status: ClassVar[int] = 500
    code: str = "internal"
    headers: ClassVar[dict[str, str]] = {}

    def __init__(self, code: str | None = None, /, **params: Any) -> None:
        super().__init__(code or self.code)
        self.code = code or self.code
        self.params = params


class Malformed(Problem):
    status, code = 400, "malformed"


class Unauthenticated(Problem):
    status, code = 401, "unauthenticated"
    headers: ClassVar[dict[str, str]] = {"WWW-Authenticate": "Bearer"}


class Denied(Problem):
    status, code = 403, "denied"


class NotFound(Problem):
    status, code = 404, "not-found"


class Conflict(Problem):
    status, code = 409, "conflict"


class StaleEdit(Conflict):
    """Somebody else saved first. `changed` names the fields that differ, where the caller knows them."""

    code = "stale-edit"


class TooLarge(Problem):
    status, code = 413, "too-large"


class Unsupported(Problem):
    status, code = 415, "unsupported"


class Invalid(Problem):
    """The input was understood and is wrong. `errors` in params: [{"field": …, "message": …}]."""

    status, code = 422, "invalid"


class TooMany(Problem):
    status, code = 429, "too-many"


class Unavailable(Problem):
    status, code = 503, "unavailable"
