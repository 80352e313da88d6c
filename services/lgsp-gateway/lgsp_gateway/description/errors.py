from typing import Any, Self

from kit.errors import Conflict, Invalid, NotFound

MOST_ROWS = 50


class BrokenDescription(Invalid):
    """`errors`: a row for each thing that is wrong, `field` naming its place in the document."""

    code = "description-broken"

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        super().__init__(errors=rows[:MOST_ROWS])

    @classmethod
    def because(cls, reason: str, place: str = "document", **values: object) -> Self:
        return cls([row(reason, place, **values)])


def row(reason: str, place: str, **values: object) -> dict[str, Any]:
    """`reason` is the text `description.wrong.<reason>`."""
    return {"field": place[:300], "message": f"description.wrong.{reason}", **values}


class DraftNotFound(NotFound):
    code = "draft-not-found"


class DraftDiffers(Conflict):
    """Somebody read the description again; what was looked at is not what would be applied."""

    code = "draft-differs"


class NoDescription(Conflict):
    code = "no-description"
