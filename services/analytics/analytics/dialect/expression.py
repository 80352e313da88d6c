"""What was put together, as one expression of Ibis, and that in the words of each engine.

Compiled by the compilers alone: no engine, no driver and no session is needed to say how one would ask it.
"""

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import ibis
from ibis import _
from ibis.common.exceptions import IbisError, OperationNotDefinedError, UnsupportedOperationError
from ibis.config import Config

from analytics.dialect.schemas import CLOSING, DIALECTS, OPENING, Bucket, Build, Condition, Measure, Spoken

TYPES = {
    "text": "string",
    "integer": "int64",
    "number": "float64",
    "boolean": "boolean",
    "date": "date",
    "moment": "timestamp",
}
UNITS = {"day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y"}
Columns = Mapping[str, str]


class Spark(Config):  # type: ignore[misc]
    """What a session would have set: not-a-number stays what it is."""

    treat_nan_as_null: bool = False


class Unfit(ValueError):
    """The name of what does not suit."""


def spoken(build: Build, columns: Columns) -> list[Spoken]:
    """In every dialect; `columns`: kinds by name."""
    expression = expressed(build, columns)
    return [_said(expression, dialect) for dialect in DIALECTS]


def expressed(build: Build, columns: Columns) -> Any:
    """Unfit where a column is not there or cannot be measured so."""
    table = ibis.table({name: TYPES[kind] for name, kind in columns.items()}, name=build.dataset)
    try:
        for condition in build.conditions:
            table = table.filter(_condition(condition, columns))
        groups = {name: _column(name, columns) for name in build.groups}
        if build.bucket:
            groups["period"] = _bucket(build.bucket, columns)
        measures = {one.name: _measure(one, columns) for one in build.measures}
        grouped = table.group_by(**groups).aggregate(**measures) if groups else table.aggregate(**measures)
        largest = ibis.desc(build.measures[0].name)
        first = [largest, *groups] if build.largest_first else ["period"] * bool(build.bucket) + build.groups
        return (grouped.order_by(first) if groups else grouped).limit(build.limit)
    except (IbisError, TypeError, ValueError, AttributeError) as error:
        raise error if isinstance(error, Unfit) else Unfit(build.dataset) from error


def _column(name: str, columns: Columns) -> Any:
    if name not in columns:
        raise Unfit(name)
    return _[name]


def _bucket(bucket: Bucket, columns: Columns) -> Any:
    if columns.get(bucket.column) not in {"date", "moment"}:
        raise Unfit(bucket.column)
    return _[bucket.column].cast("date").truncate(UNITS[bucket.unit])


def _measure(measure: Measure, columns: Columns) -> Any:
    if measure.column is None:
        return _.count()
    column = _column(measure.column, columns)
    if measure.operation in {"sum", "mean", "median", "quantile"} and columns[measure.column] not in {
        *("integer", "number"),
    }:
        raise Unfit(measure.column)
    match measure.operation:
        case "count":
            return column.count()
        case "distinct":
            return column.nunique()
        case "quantile":
            return column.quantile(measure.share)
        case "mean":
            return column.cast("float64").mean()
        case _:
            return getattr(column, measure.operation)()


def _condition(condition: Condition, columns: Columns) -> Any:
    column = _column(condition.column, columns)
    if condition.comparison == "known":
        return column.notnull()
    value = _value(condition, columns[condition.column])
    match condition.comparison:
        case "contains":
            return column.cast("string").contains(value)
        case "eq":
            return column == value
        case "ne":
            return column != value
        case _:
            return getattr(column, f"__{condition.comparison}__")(value)


def _value(condition: Condition, kind: str) -> Any:
    if condition.parameter:
        given = ibis.literal(f"{OPENING}{condition.parameter}{CLOSING}")
        return given if kind == "text" else given.cast(TYPES[kind])
    if OPENING in condition.value:
        raise Unfit(condition.column)
    given = ibis.literal(condition.value)
    if kind in {"integer", "number"}:
        return float(condition.value) if kind == "number" else int(condition.value)
    return given if kind == "text" else given.cast(TYPES[kind])


def _said(expression: Any, dialect: str) -> Spoken:
    compiler = import_module(f"ibis.backends.sql.compilers.{dialect}").compiler
    if dialect == "pyspark":
        ibis.options.pyspark = ibis.options.pyspark or Spark()
    try:
        tree = compiler.to_sqlglot(expression)
    except (OperationNotDefinedError, UnsupportedOperationError) as error:
        quoted = str(error).split("'")
        return Spoken(dialect=dialect, sql=None, missing=quoted[1] if len(quoted) > 1 else str(error)[:100])
    return Spoken(dialect=dialect, sql=tree.sql(dialect=compiler.dialect, pretty=True))
