"""How far a caller reaches in the registry: the own agency and the units below it, or the whole province.

What is beyond is as if it were not there, except for what everybody may look up: who takes part, what is on offer.
"""

from typing import Protocol

from sqlalchemy import ColumnElement, and_, false, or_, true
from sqlalchemy.orm import InstrumentedAttribute

from kit.auth import Caller
from kit.errors import Denied, Problem

PROVINCE = "registry:province"
"""The scope of those who keep the registry for everybody; what they may do there, other scopes say."""
AGENCIES = "GOV"
"""Tokens name an agency by its code alone, which is its own only among members of this class."""


Column = ColumnElement[str] | InstrumentedAttribute[str]


class Owner(Protocol):
    """A member, as its row or as what was asked for."""

    @property
    def member_class(self) -> str: ...
    @property
    def code(self) -> str: ...


def reaches(caller: Caller, owner: Owner) -> bool:
    """`H02.1` is above `H02.1.05`, not above `H02.10`; who has neither agency nor province reaches nothing."""
    if PROVINCE in caller.scopes:
        return True
    agency = caller.agency
    if not agency or owner.member_class != AGENCIES:
        return False
    return owner.code == agency or owner.code.startswith(f"{agency}.")


def within(caller: Caller, member_class: Column, code: Column) -> ColumnElement[bool]:
    """The same, as a condition on rows."""
    if PROVINCE in caller.scopes:
        return true()
    agency = caller.agency
    if not agency:
        return false()
    return and_(member_class == AGENCIES, or_(code == agency, code.startswith(f"{agency}.", autoescape=True)))


def opens(caller: Caller, kind: str) -> bool:
    """What is national is called with the province's own key: an agency does not say by itself what that opens."""
    return kind != "national" or PROVINCE in caller.scopes


def must_open(caller: Caller, kind: str) -> None:
    if not opens(caller, kind):
        raise Denied("scope-missing", scopes=PROVINCE)


def require(caller: Caller, owner: Owner, problem: Problem) -> None:
    """`problem`, which says that there is no such thing, unless the caller reaches it."""
    if not reaches(caller, owner):
        raise problem
