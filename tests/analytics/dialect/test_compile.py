"""Every operation in every dialect we claim: it compiles, or it is said which one is missing."""

import itertools

import pytest
import sqlglot

from analytics.dialect.errors import NotCompiled
from analytics.dialect.schemas import DIALECTS, Bucket, Build, Condition, Measure
from analytics.dialect.service import compiled

COLUMNS = {
    "ma": "text",
    "xa": "text",
    "so_ngay": "integer",
    "phi": "number",
    "dung_han": "boolean",
    "nop": "date",
    "luc": "moment",
}
ORDER_STATISTICS = ("trino", "mssql", "sqlite")
"""Engines for which Ibis defines neither quantile nor median."""
GLOT = {"pyspark": "spark", "mssql": "tsql"}


def build(**more: object) -> Build:
    given: dict[str, object] = {"dataset": "ho_so", "measures": [Measure(operation="count")], **more}
    return Build.model_validate(given)


async def said(one: Build) -> dict[str, str | None]:
    return {told.dialect: told.sql for told in await compiled(one, COLUMNS)}


async def test_a_question_of_every_part_compiles_for_all_dialects() -> None:
    comparisons = ("eq", "ne", "lt", "le", "gt", "ge", "known")
    conditions = [
        *(Condition(column="so_ngay", comparison=one, value="3") for one in comparisons),
        Condition(column="xa", comparison="contains", value="Đức'--"),
    ]
    measures = [
        Measure(operation="count"),
        *(Measure(operation=one, column="phi") for one in ("sum", "mean", "min", "max")),
        Measure(operation="distinct", column="ma"),
    ]
    for unit, column in itertools.product(("month", "quarter"), ("nop", "luc")):
        one = build(groups=["xa"], bucket=Bucket(column=column, unit=unit), measures=measures, conditions=conditions)
        told = await said(one)
        assert set(told) == set(DIALECTS)
        for dialect, sql in told.items():
            assert sql, (dialect, unit, column)
            assert len(sqlglot.parse(sql, dialect=GLOT.get(dialect, dialect))) == 1


@pytest.mark.parametrize("unit", ["day", "week", "year"])
async def test_each_bucket_of_time_is_said_by_every_engine_or_named_as_missing(unit: str) -> None:
    told = await compiled(build(bucket={"column": "nop", "unit": unit}), COLUMNS)
    assert {one.dialect for one in told if one.sql is None} == set()


@pytest.mark.parametrize("operation", ["quantile", "median"])
async def test_engines_that_cannot_rank_say_so(operation: str) -> None:
    told = await compiled(build(groups=["xa"], measures=[{"operation": operation, "column": "phi"}]), COLUMNS)
    missing = {one.dialect: one.missing for one in told if one.sql is None}
    assert missing == dict.fromkeys(ORDER_STATISTICS, operation.capitalize())


async def test_parameters_stay_places_for_values() -> None:
    conditions = [
        Condition(column="nop", comparison="ge", parameter="từ ngày"),
        Condition(column="xa", comparison="eq", parameter="xã"),
        Condition(column="so_ngay", comparison="gt", parameter="số ngày"),
    ]
    for dialect, sql in (await said(build(conditions=conditions))).items():
        assert sql, dialect
        for name in ("từ ngày", "xã", "số ngày"):
            assert sql.count(f"'⟦{name}⟧'") == 1, (dialect, sql)


@pytest.mark.parametrize(
    "wrong",
    [
        {"groups": ["khong_co"]},
        {"measures": [{"operation": "sum", "column": "xa"}]},
        {"bucket": {"column": "xa", "unit": "month"}},
        {"conditions": [{"column": "so_ngay", "comparison": "gt", "value": "nhiều"}]},
    ],
)
async def test_what_does_not_suit_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(NotCompiled):
        await compiled(build(**wrong), COLUMNS)
