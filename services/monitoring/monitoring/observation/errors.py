from kit.errors import Conflict, Invalid, NotFound
from kit.sheet.lines import Wrong

MOST_TOLD = 500


class ObservationNotFound(NotFound):
    """There is none, or it is another agency's to change."""

    code = "observation-not-found"


class ObservationKnown(Conflict):
    """There is one for this place and period; `path` in params leads to it."""

    code = "observation-known"


class ObservationWrong(Invalid):
    """Observations that do not fit their indicator, place or period; nothing was written. `count` is of all."""

    code = "observation-wrong"

    def __init__(self, *wrong: Wrong) -> None:
        super().__init__(errors=[one.told() for one in wrong[:MOST_TOLD]], count=len(wrong))
