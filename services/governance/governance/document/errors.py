from collections.abc import Iterable

from kit.errors import Conflict, Denied, Invalid, NotFound


class DocumentNotFound(NotFound):
    code = "document-not-found"


class RegisterNotFound(NotFound):
    """No register of an agency the caller works for."""

    code = "document-register-not-found"


class ClerksOnly(Denied):
    code = "document-clerks-only"


class RegisterUnclear(Invalid):
    """Who keeps the registers of several agencies says which one is meant."""

    code = "document-register-unclear"

    def __init__(self) -> None:
        super().__init__(errors=[{"field": "agency", "message": "document.wrong.agency"}])


class ActionNotYours(Denied):
    """It can be done now, by others."""

    code = "document-action-not-yours"


class ActionNotNow(Conflict):
    """Nobody can do it in the state it is in; `possible` is what this reader can do instead."""

    code = "document-action-not-now"

    def __init__(self, state: str, possible: Iterable[str]) -> None:
        instead = [{"field": action, "message": f"document.instead.{action}"} for action in possible]
        super().__init__(errors=[{"field": "", "message": f"document.now.{state}"}, *instead])


class WrongDay(Invalid):
    code = "document-wrong-day"

    def __init__(self, field: str, reason: str, **values: object) -> None:
        super().__init__(errors=[{"field": field, "message": f"document.wrong.{reason}", **values}])
