from kit.errors import Conflict


class NoModelYet(Conflict):
    """The first training has not ended."""

    code = "proposal-no-model"
