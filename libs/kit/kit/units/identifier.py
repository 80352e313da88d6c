"""Electronic identifiers of agencies and organisations.

Decision 20/2020/QĐ-TTg, articles 4 to 6: agencies are groups of [0-9A-Z] from level 1 down (`H02.01`), at
most 35 characters; enterprises are known by their tax code; other bodies by `Z`, two digits and up to 32
characters. QCVN 102:2016 wrote agencies from the last level up, padded with zeros (`000.00.01.H02`); such
codes are still in use, so both are read and the form of 2020 is the canonical one.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from pydantic import AfterValidator

MAX_LENGTH = 35
_AGENCY_ROOT = re.compile(r"[A-Y][0-9]{2}")
_GROUP = re.compile(r"[0-9A-Z]+")
_OTHER = re.compile(r"Z(?!00)[0-9]{2}[0-9A-Z]{0,32}")
_TAX_CODE = re.compile(r"([0-9]{10})(?:-?([0-9]{3}))?")
_OLD_WIDTHS = (3, 2, 2, 3)  # level 1, 2, 3, 4


class Kind(StrEnum):
    AGENCY = "agency"
    ENTERPRISE = "enterprise"
    OTHER = "other"


class InvalidIdentifier(ValueError):
    pass


@dataclass(frozen=True, order=True)
class Identifier:
    kind: Kind
    groups: tuple[str, ...]

    def __str__(self) -> str:
        return ("-" if self.kind is Kind.ENTERPRISE else ".").join(self.groups)

    @property
    def level(self) -> int:
        return len(self.groups)

    @property
    def parent(self) -> "Identifier | None":
        """The body one level up; a branch's is its enterprise."""
        return Identifier(self.kind, _without_empty_levels(self.groups[:-1])) if self.level > 1 else None

    @property
    def old_form(self) -> str | None:
        """As QCVN 102:2016 wrote it; None where that form has no room for this identifier."""
        missing = len(_OLD_WIDTHS) - self.level
        if self.kind is not Kind.AGENCY or missing < 0:
            return None
        padded = (*self.groups, *("0" * width for width in _OLD_WIDTHS[self.level :]))
        fits = tuple(map(len, padded)) == _OLD_WIDTHS
        return ".".join(reversed(padded)) if fits else None


def parse(text: str) -> Identifier:
    """Read any accepted form; InvalidIdentifier says what is wrong with it."""
    if len(text) > MAX_LENGTH:
        raise InvalidIdentifier(f"an identifier has at most {MAX_LENGTH} characters, this one {len(text)}")
    if tax_code := _TAX_CODE.fullmatch(text):
        return Identifier(Kind.ENTERPRISE, tuple(group for group in tax_code.groups() if group))
    if _OTHER.fullmatch(text):
        return Identifier(Kind.OTHER, (text,))
    return Identifier(Kind.AGENCY, _agency_groups(text))


def canonical(text: str) -> str:
    """The one spelling that is stored: "000.00.01.H02" -> "H02.01"."""
    return str(parse(text))


def old_form(text: str) -> str | None:
    """The spelling of QCVN 102:2016: "H02.01" -> "000.00.01.H02"; None where it has none."""
    return parse(text).old_form


def _agency_groups(text: str) -> tuple[str, ...]:
    groups = tuple(text.split("."))
    if not all(map(_GROUP.fullmatch, groups)):
        raise InvalidIdentifier("an identifier is digits and capital letters A to Z in groups joined by dots")
    if not _AGENCY_ROOT.fullmatch(groups[0]):
        groups = groups[::-1]
    if not _AGENCY_ROOT.fullmatch(groups[0]):
        raise InvalidIdentifier("an agency's identifier starts at a ministry or province such as H02")
    return _without_empty_levels(groups)


def _without_empty_levels(groups: tuple[str, ...]) -> tuple[str, ...]:
    """A last group of zeros stands for "no unit at this level"."""
    while len(groups) > 1 and not groups[-1].strip("0"):
        groups = groups[:-1]
    return groups


# A field of a schema that takes any accepted form and holds the canonical one.
AgencyCode = Annotated[str, AfterValidator(canonical)]
