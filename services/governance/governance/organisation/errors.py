from kit.errors import Conflict, Denied, Invalid, NotFound


class NotInDirectory(Denied):
    """The account is known, the person behind it is nobody's in the directory."""

    code = "not-in-directory"


class AgencyNotFound(NotFound):
    code = "agency-not-found"


class UnitNotFound(NotFound):
    code = "unit-not-found"


class PersonNotFound(NotFound):
    code = "person-not-found"


class PositionNotFound(NotFound):
    code = "position-not-found"


class BeyondAgency(Denied):
    """What is to be made would belong to an agency the caller does not keep."""

    code = "beyond-agency"


class OrganisationRefused(Invalid):
    """One field is wrong for a reason that only the directory knows; `reason` is a text's key."""

    code = "invalid"

    def __init__(self, field: str, reason: str, **values: object) -> None:
        super().__init__(errors=[{**values, "field": field, "message": reason}])


class OrganisationTaken(Conflict):
    """The same, where somebody else was first or something else stands against it."""

    code = "organisation-taken"

    def __init__(self, field: str, reason: str, **values: object) -> None:
        super().__init__(errors=[{**values, "field": field, "message": reason}])
