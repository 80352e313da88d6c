"""The plan as this package carries it: `plan/plan.toml` and one file a pillar."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from monitoring.indicator.tables import Basis, Kind, Span

FOLDER = Path(__file__).parent / "plan"


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Words(_Part):
    vi: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]


class Asked(_Part):
    """One of `at_least`, `exists`, `issued`; `raise` alone asks for more than before, which is no figure."""

    at_least: float | None = None
    exists: Literal[True] | None = None
    issued: Literal[True] | None = None
    raise_: Annotated[Literal[True] | None, Field(alias="raise")] = None
    in_each: Span | None = None
    averaged_over: Span | None = None

    @property
    def value(self) -> float | None:
        return 1.0 if self.exists or self.issued else self.at_least


class Obligation(_Part):
    """`by`: what it can be broken down by. `from`: the system its figures are to come from. `reading`: how the plan's
    words are to be read. `may_exceed`: the numerator its denominator; `may_be_empty`: 0 of 0 is no error."""

    code: Annotated[str, Field(pattern=r"^P\d\.\d{1,2}$")]
    kind: Kind
    name: Words
    basis: Basis
    target: Asked = Asked()
    unit: Words
    by: Annotated[list[str], Field(min_length=1)]
    source: Annotated[Words, Field(alias="from")]
    reading: Words | None = None
    may_exceed: bool = False
    may_be_empty: bool = False

    @model_validator(mode="after")
    def _figure_or_none(self) -> Self:
        if (self.basis == "none") != (self.target.value is None):
            raise ValueError(f"{self.code}: a basis of none and a figure do not go together")
        return self


class Plan(_Part):
    number: str
    issued_on: date
    issuer: str
    horizon: Words
    pillars: list[str]


@cache
def plan(folder: Path = FOLDER) -> Plan:
    return Plan.model_validate(tomllib.loads((folder / "plan.toml").read_text(encoding="utf-8")))


@cache
def obligations(folder: Path = FOLDER) -> tuple[tuple[str, Obligation], ...]:
    """Each with its pillar, in the plan's order."""
    found: list[tuple[str, Obligation]] = []
    for pillar in plan(folder).pillars:
        rows = tomllib.loads((folder / f"{pillar}.toml").read_text(encoding="utf-8"))["obligation"]
        found += [(pillar, Obligation.model_validate(row)) for row in rows]
    if len({one.code for _, one in found}) < len(found):
        raise ValueError("a code of the plan is there twice")
    return tuple(found)
