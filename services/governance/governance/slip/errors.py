from kit.errors import Invalid


class NotOfAgency(Invalid):
    """A unit, leader or person of another agency, of another unit or no longer there: as if unknown."""

    code = "slip-unknown-addressee"

    def __init__(self, field: str) -> None:
        super().__init__(errors=[{"field": field, "message": "slip.wrong.addressee"}])
