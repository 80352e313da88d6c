from kit.errors import Conflict, NotFound


class CardNotFound(NotFound):
    """Or another's."""

    code = "card-not-found"


class CardDropped(Conflict):
    code = "card-dropped"
