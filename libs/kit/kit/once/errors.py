from kit.errors import Conflict, Invalid


class KeyReused(Invalid):
    code = "idempotency-key-reused"


class AlreadyDone(Conflict):
    """It was done; what was answered then is not known any more."""

    code = "already-done"
