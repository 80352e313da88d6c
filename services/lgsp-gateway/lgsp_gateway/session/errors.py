from kit.errors import NotFound, Unauthenticated


class SignInRefused(Unauthenticated):
    """Name or password wrong, or the account is locked: which of them, a stranger is not told."""

    code = "sign-in-refused"


class SignInOver(Unauthenticated):
    """The minutes for a code or a first password have passed."""

    code = "sign-in-over"


class SessionNotFound(NotFound):
    code = "session-not-found"
