"""Who may see and change what: an agency its own, some the whole province's."""

from kit.auth import Caller

PROVINCE = "monitoring:province"
NOBODY = "-"
"""An agency that there is not, for callers without one."""


def everywhere(caller: Caller) -> bool:
    return PROVINCE in caller.scopes


def own(caller: Caller) -> str | None:
    """The agency a caller is held to; None: none."""
    return None if everywhere(caller) else caller.agency or NOBODY
