from datetime import datetime

from kit.errors import Invalid, NotFound, TooMany, Unavailable


class DossierNotFound(NotFound):
    """No such code, or the digits are not the applicant's: nobody can tell which."""

    code = "dossier-not-found"


class DossierCodeMalformed(Invalid):
    code = "dossier-code-malformed"

    def __init__(self) -> None:
        super().__init__(errors=[{"field": "code", "message": "dossier.wrong.code"}])


class DossierProofMalformed(Invalid):
    code = "dossier-proof-malformed"

    def __init__(self) -> None:
        super().__init__(errors=[{"field": "proof", "message": "dossier.wrong.proof"}])


class DossierLocked(TooMany):
    """Tried in vain too often, by somebody: for this code, from this address or in this conversation."""

    code = "dossier-locked"

    def __init__(self, until: datetime) -> None:
        super().__init__(until=until)
        self.until = until


class OneStopAway(Unavailable):
    """The exchange or the system behind it does not answer, or not as agreed."""

    code = "one-stop-away"


class OneStopUnconnected(Unavailable):
    """This installation has no key to the exchange."""

    code = "one-stop-unconnected"
