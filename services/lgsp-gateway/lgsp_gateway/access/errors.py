from kit.errors import Conflict, Invalid, NotFound


class AccessRightNotFound(NotFound):
    code = "access-right-not-found"


class AlreadyGranted(Conflict):
    code = "already-granted"

    def __init__(self) -> None:
        super().__init__(errors=[{"field": "application_id", "message": "access.wrong.already_granted"}])


class AlreadyRevoked(Conflict):
    code = "already-revoked"


class EndpointOfAnotherService(Invalid):
    code = "endpoint-of-another-service"

    def __init__(self) -> None:
        super().__init__(errors=[{"field": "endpoint_id", "message": "access.wrong.endpoint"}])
