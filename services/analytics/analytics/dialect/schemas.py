from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Name = Annotated[str, StringConstraints(pattern=r"^[a-z_][a-z0-9_]{0,59}$")]
ParameterName = Annotated[str, StringConstraints(pattern=r"^[^\W_][\w ]{0,39}$", strip_whitespace=True)]
Operation = Literal["count", "distinct", "sum", "mean", "min", "max", "median", "quantile"]
Unit = Literal["day", "week", "month", "quarter", "year"]
Comparison = Literal["eq", "ne", "lt", "le", "gt", "ge", "contains", "known"]
MOST_ROWS = 10_000
OPENING, CLOSING = "⟦", "⟧"
"""Around the name of a parameter, where its value will be bound; in no name and no value."""
DIALECTS = ("duckdb", "postgres", "trino", "clickhouse", "mssql", "oracle", "sqlite", "pyspark")


class Measure(BaseModel):
    """`column` is not asked for to count rows; `share`: of a quantile."""

    model_config = ConfigDict(extra="forbid")

    operation: Operation
    column: Name | None = None
    share: Annotated[float, Field(gt=0, lt=1)] = 0.9

    @property
    def name(self) -> str:
        return f"{self.operation}_{self.column}" if self.column else self.operation

    @model_validator(mode="after")
    def _of_something(self) -> Self:
        if self.operation != "count" and self.column is None:
            raise ValueError("dialect.wrong.column")
        return self


class Condition(BaseModel):
    """`value` as text, read by the column's kind; or the name of a parameter that gives it later."""

    model_config = ConfigDict(extra="forbid")

    column: Name
    comparison: Comparison
    value: Annotated[str, Field(max_length=400)] = ""
    parameter: ParameterName | None = None


class Bucket(BaseModel):
    model_config = ConfigDict(extra="forbid")

    column: Name
    unit: Unit


class Build(BaseModel):
    """Rows of `dataset` that meet all conditions, grouped by columns and by time, measured."""

    model_config = ConfigDict(extra="forbid")

    dataset: Name
    groups: Annotated[list[Name], Field(max_length=4)] = []
    bucket: Bucket | None = None
    measures: Annotated[list[Measure], Field(min_length=1, max_length=6)]
    conditions: Annotated[list[Condition], Field(max_length=8)] = []
    largest_first: bool = False
    """By the first measure; otherwise in the order of the groups."""
    limit: Annotated[int, Field(ge=1, le=MOST_ROWS)] = 1000


class Spoken(BaseModel):
    """`sql` in one engine's words; None where it cannot say it: `missing` names the operation."""

    dialect: str
    sql: str | None
    missing: str = ""
