"""Who keeps which part of the directory: the own agency's, or the whole province's.

Anybody with `organisation:read` may look up who works where; what is not one's own to change is as if it were not
there.
"""

from collections.abc import Iterable

from kit.auth import Caller
from kit.errors import Problem

PROVINCE = "registry:province"
"""The scope of those who keep the registry of agencies for everybody."""
KEEP = "organisation:write"


def reaches(caller: Caller, agency: str) -> bool:
    return PROVINCE in caller.scopes or (bool(caller.agency) and caller.agency == agency)


def keeps(caller: Caller, agency: str) -> bool:
    """Whether to show a door; the route behind it decides."""
    return KEEP in caller.scopes and reaches(caller, agency)


def require(caller: Caller, agencies: Iterable[str], problem: Problem) -> None:
    if not all(reaches(caller, agency) for agency in agencies):
        raise problem
