from kit.errors import Conflict, NotFound


class KeyNotFound(NotFound):
    code = "key-not-found"


class NextKeyTooYoung(Conflict):
    """Services may not have read it yet; tokens signed with it would be refused for a while."""

    code = "next-key-too-young"


class OAuthError(Exception):
    """An error of RFC 6749, section 5.2; `description` is English for developers, as the RFC asks for ASCII."""

    def __init__(self, error: str, description: str, status: int = 400) -> None:
        super().__init__(error)
        self.error, self.description, self.status = error, description, status


class InvalidClient(OAuthError):
    def __init__(self, description: str) -> None:
        super().__init__("invalid_client", description, 401)
