from datetime import date, datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, model_validator

from kit.page import Paging
from kit.text import Line

Standing = Literal["in_force", "future", "expired", "unknown"]


class LawFacts(BaseModel):
    number: Annotated[Line, Field(max_length=100)] = ""
    issuer: Annotated[Line, Field(max_length=200)] = ""
    effective_from: date | None = None
    effective_to: date | None = None
    """The first day on which it does not hold any more."""
    replaced_by: UUID | None = None
    verified: bool = False

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.effective_from and self.effective_to and self.effective_to <= self.effective_from:
            raise ValueError("library.wrong.dates")
        return self


class LawImport(LawFacts):
    """`name` is not needed where the file names its laws itself; the other facts are for a file of one."""

    model_config = ConfigDict(extra="ignore")

    name: Annotated[Line, Field(max_length=500)] = ""


class LawUpdate(LawFacts):
    name: Annotated[Line, Field(min_length=1, max_length=500)]
    version: int


class LawRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str
    number: str
    issuer: str
    effective_from: date | None
    effective_to: date | None
    replaced_by: UUID | None
    verified: bool
    articles: int
    changed_at: datetime
    version: int


class ArticleRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: UUID
    number: str
    chapter: str
    title: str
    text: str


class LawFilter(Paging):
    """`standing` on `as_of`, or today."""

    standing: Standing | Literal[""] = ""
    as_of: date | Literal[""] = ""


class ImportProblem(BaseModel):
    code: str
    about: str


class LawReport(BaseModel):
    id: UUID
    name: str
    new: bool
    added: int
    changed: int
    unchanged: int
    removed: int


class ImportReport(BaseModel):
    laws: list[LawReport]
    problems: list[ImportProblem]
    """The first of them."""
    problem_count: int
