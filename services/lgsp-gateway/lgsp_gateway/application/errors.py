from kit.errors import Conflict, Invalid, NotFound


class ApplicationNotFound(NotFound):
    code = "application-not-found"


class CredentialNotFound(NotFound):
    code = "credential-not-found"


class ApplicationCodeTaken(Conflict):
    code = "application-code-taken"

    def __init__(self) -> None:
        super().__init__(errors=[{"field": "code", "message": "application.wrong.code_taken"}])


class TooManyCredentials(Conflict):
    code = "too-many-credentials"


class KeyRefused(Invalid):
    """`reason` is the text `credential.wrong.<reason>`."""

    code = "key-refused"

    def __init__(self, reason: str, **values: object) -> None:
        row = {"field": "public_keys", "message": f"credential.wrong.{reason}", **values}
        super().__init__(errors=[row])
