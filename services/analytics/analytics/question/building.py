"""The form with which a question is put together, without SQL."""

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from analytics.dialect.schemas import Build, Comparison, Name, Operation, Unit
from analytics.question.schemas import ChartKind, QuestionCreate, Visibility
from kit.text import Name as Title
from kit.text import Text

PARAMETER = ("{{", "}}")
Value = Annotated[str, Field(max_length=400)]


def _some(value: Any) -> Any:
    return value or None


Chosen = Annotated[Name | None, BeforeValidator(_some)]


class BuildForm(BaseModel):
    """A measure, two groups, a bucket of time and two conditions; {{a name}} as a value makes it a parameter."""

    model_config = ConfigDict(extra="forbid")

    name: Title
    description: Text = ""
    dataset: Name
    operation: Operation = "count"
    measured: Chosen = None
    group: Chosen = None
    group_2: Chosen = None
    bucket: Chosen = None
    unit: Unit = "month"
    column_1: Chosen = None
    comparison_1: Comparison = "eq"
    value_1: Value = ""
    column_2: Chosen = None
    comparison_2: Comparison = "eq"
    value_2: Value = ""
    chart_kind: ChartKind = "none"
    chart_x: str = ""
    chart_y: str = ""
    chart_ahead: Annotated[int, Field(ge=0, le=60)] = 0
    visibility: Visibility = "own"
    version: int = 0

    @model_validator(mode="after")
    def _meant(self) -> Self:
        self.build()
        return self

    def build(self) -> Build:
        groups = [one for one in (self.group, self.group_2) if one]
        bucket = {"column": self.bucket, "unit": self.unit} if self.bucket else None
        measures = [{"operation": self.operation, "column": self.measured}]
        conditions = [
            _condition(getattr(self, f"column_{n}"), getattr(self, f"comparison_{n}"), getattr(self, f"value_{n}"))
            for n in ("1", "2")
            if getattr(self, f"column_{n}")
        ]
        return Build.model_validate(
            {
                "dataset": self.dataset,
                "groups": list(dict.fromkeys(groups)),
                "bucket": bucket,
                "measures": measures,
                "conditions": conditions,
            }
        )

    def question(self) -> dict[str, Any]:
        kept = ("name", "description", "chart_kind", "chart_x", "chart_y", "chart_ahead", "visibility")
        return {**{name: getattr(self, name) for name in kept}, "build": self.build()}

    def create(self) -> QuestionCreate:
        return QuestionCreate.model_validate(self.question())


def filled(build: Mapping[str, Any]) -> dict[str, Any]:
    """What the form would say."""
    read = Build.model_validate(build)
    groups = [*read.groups, "", ""]
    found: dict[str, Any] = {"dataset": read.dataset, "group": groups[0], "group_2": groups[1]}
    found |= {"operation": read.measures[0].operation, "measured": read.measures[0].column or ""}
    if read.bucket:
        found |= {"bucket": read.bucket.column, "unit": read.bucket.unit}
    for number, one in enumerate(read.conditions[:2], start=1):
        value = f"{PARAMETER[0]}{one.parameter}{PARAMETER[1]}" if one.parameter else one.value
        found |= {f"column_{number}": one.column, f"comparison_{number}": one.comparison, f"value_{number}": value}
    return found


def _condition(column: str, comparison: str, value: str) -> dict[str, Any]:
    given = value.strip()
    if given.startswith(PARAMETER[0]) and given.endswith(PARAMETER[1]):
        return {"column": column, "comparison": comparison, "parameter": given[2:-2].strip()}
    return {"column": column, "comparison": comparison, "value": given}
