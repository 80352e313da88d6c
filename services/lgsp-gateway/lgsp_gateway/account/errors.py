from kit.errors import Conflict, Denied, Invalid, NotFound, TooMany


class AccountNotFound(NotFound):
    code = "account-not-found"


class UsernameTaken(Conflict):
    code = "username-taken"

    def __init__(self) -> None:
        super().__init__(errors=[{"field": "username", "message": "account.wrong.username_taken"}])


class EmailTaken(Conflict):
    code = "email-taken"

    def __init__(self) -> None:
        super().__init__(errors=[{"field": "email", "message": "account.wrong.email_taken"}])


class AgencyNeeded(Invalid):
    """Who keeps the registry for an agency belongs to one."""

    code = "agency-needed"

    def __init__(self) -> None:
        super().__init__(errors=[{"field": "member_id", "message": "account.wrong.agency_needed"}])


class WeakPassword(Invalid):
    """`reason` is the text `account.wrong.<reason>`."""

    code = "weak-password"

    def __init__(self, reason: str) -> None:
        super().__init__(errors=[{"field": "password", "message": f"account.wrong.{reason}"}])


class PasswordWrong(Invalid):
    code = "password-wrong"

    def __init__(self) -> None:
        super().__init__(errors=[{"field": "current", "message": "account.wrong.current"}])


class CodeWrong(Invalid):
    code = "code-wrong"

    def __init__(self) -> None:
        super().__init__(errors=[{"field": "code", "message": "account.wrong.code"}])


class TooManyAttempts(TooMany):
    """Seconds until the next try is looked at."""

    code = "too-many-attempts"

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds=seconds, minutes=-(-seconds // 60))
        self.headers = {"Retry-After": str(seconds)}  # type: ignore[misc]


class LastAdministrator(Conflict):
    """Nobody would be left who can manage accounts."""

    code = "last-administrator"


class AdministratorThere(Conflict):
    """The first administrator opens all further accounts."""

    code = "administrator-there"


class OwnAccount(Denied):
    """People do not lock themselves out, nor give themselves rights."""

    code = "own-account"


class LinkExpired(NotFound):
    """The link to choose a password was used, is too old, or never was one."""

    code = "password-link-expired"
