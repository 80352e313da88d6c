"""The dossiers, and who may hear of one: looked up and compared the same way whether it is there or not."""

import tomllib
from collections.abc import Mapping
from hmac import compare_digest
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

_FILE = Path(__file__).parent / "dossiers.toml"
_NOBODY = "____"
"""No digits, so that nothing that is sent is equal to it."""


class Supplement(BaseModel):
    asked: str
    until: str
    what: str


class Fee(BaseModel):
    name: str
    amount: int


class Dossier(BaseModel):
    """Times are `yyyyMMddHHmmss` in Viet Nam, empty where there is none yet."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str
    phone: str = Field(pattern=r"^[0-9]{4}$")
    identity: str = Field(pattern=r"^[0-9]{4}$")
    procedure: str
    name: str
    field: str
    unit: str
    state: int = Field(ge=1, le=10)
    received: str
    due: str
    ended: str = ""
    returned: str = ""
    note: str = ""
    supplements: tuple[Supplement, ...] = ()
    fees: tuple[Fee, ...] = ()


def read_dossiers() -> dict[str, Dossier]:
    told = tomllib.loads(_FILE.read_text(encoding="utf-8"))["dossiers"]
    return {one.code: one for one in map(Dossier.model_validate, told)}


def proven(dossiers: Mapping[str, Dossier], code: str, proof: str) -> Dossier | None:
    """None for a code that is not there and for digits that are not the applicant's; nobody can tell which."""
    found = dossiers.get(code)
    phone, identity = (found.phone, found.identity) if found else (_NOBODY, _NOBODY)
    by_phone, by_identity = compare_digest(phone, proof), compare_digest(identity, proof)
    return found if by_phone | by_identity else None
