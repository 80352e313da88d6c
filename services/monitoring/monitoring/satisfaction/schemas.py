from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

CODE = "LOCAL.1"
Source = Literal["", "assistant", "person", "petition"]


class SatisfactionFilter(BaseModel):
    """One filter for page, API and export. `months`: so many, this one among them."""

    model_config = ConfigDict(extra="forbid")

    source: Source = ""
    months: Annotated[int, Field(ge=1, le=36)] = 12


class Satisfaction(BaseModel):
    """`share`: of those who said something, who was satisfied, in percent; None where nobody said anything."""

    code: str = CODE
    month: date
    good: int = 0
    bad: int = 0

    @property
    def rated(self) -> int:
        return self.good + self.bad

    @property
    def share(self) -> float | None:
        return 100 * self.good / self.rated if self.rated else None


class SatisfactionRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    code: str
    month: date
    good: int
    bad: int
    rated: int
    share: float | None
