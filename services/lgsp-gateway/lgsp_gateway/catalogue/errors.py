from kit.errors import Conflict, NotFound


class ServiceNotFound(NotFound):
    code = "service-not-found"


class EndpointNotFound(NotFound):
    code = "endpoint-not-found"


class ServiceCodeTaken(Conflict):
    code = "service-code-taken"

    def __init__(self) -> None:
        super().__init__(errors=[{"field": "code", "message": "service.wrong.code_taken"}])


class EndpointExists(Conflict):
    code = "endpoint-exists"

    def __init__(self) -> None:
        super().__init__(errors=[{"field": "template", "message": "endpoint.wrong.exists"}])


class EndpointGranted(Conflict):
    """Somebody may call it: their rights are revoked first, by name."""

    code = "endpoint-granted"


class EndpointImported(Conflict):
    """It follows the service's description; it goes when a new description no longer has it."""

    code = "endpoint-imported"


class ServiceHasNoEndpoint(Conflict):
    code = "service-has-no-endpoint"
