"""Spark answers what was put together as DuckDB does: the same rows, in the same order where an order was asked for.

One session of one thread on little data, few questions that tell much; where there is no Java it is skipped out loud,
in CI it must be there.
"""

import os
import shutil
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest

from analytics.dialect.expression import spoken
from analytics.dialect.schemas import Build
from analytics.workspace.confined import Asked, Source, ask

pyspark = pytest.importorskip("pyspark.sql")
SCHEMA = "ma STRING, xa STRING, so_ngay BIGINT, phi DOUBLE, dung_han BOOLEAN, nop DATE"
COLUMNS = {"ma": "text", "xa": "text", "so_ngay": "integer", "phi": "number", "dung_han": "boolean", "nop": "date"}
ROWS = """
SELECT 'HS' || i AS ma, ['Xã Đồng Kỳ', 'Phường Chũ', 'Xã Ốc Đảo', NULL][1 + i % 4] AS xa,
  (i * 7 % 31)::BIGINT AS so_ngay,
  CASE WHEN i % 9 = 0 THEN NULL ELSE i * 1.25 END::DOUBLE AS phi, i % 3 = 0 AS dung_han,
  DATE '2025-01-01' + (i * 11 % 700)::INTEGER AS nop
FROM range(600) t(i)
"""
QUESTIONS: dict[str, dict[str, Any]] = {
    "by quarter and place": {
        "groups": ["xa"],
        "bucket": {"column": "nop", "unit": "quarter"},
        "measures": [
            {"operation": "count", "column": "phi"},
            {"operation": "distinct", "column": "ma"},
            {"operation": "max", "column": "phi"},
        ],
    },
    "by week": {
        "bucket": {"column": "nop", "unit": "week"},
        "measures": [{"operation": "sum", "column": "phi"}, {"operation": "mean", "column": "so_ngay"}],
    },
    "filtered": {
        "groups": ["dung_han"],
        "measures": [{"operation": "count"}, {"operation": "min", "column": "nop"}],
        "conditions": [
            {"column": "nop", "comparison": "ge", "value": "2025-06-01"},
            {"column": "so_ngay", "comparison": "lt", "value": "20"},
            {"column": "xa", "comparison": "contains", "value": "Đ"},
            {"column": "phi", "comparison": "known"},
        ],
    },
    "ranked, largest first": {
        "groups": ["xa"],
        "measures": [
            {"operation": "sum", "column": "phi"},
            {"operation": "median", "column": "phi"},
            {"operation": "quantile", "column": "so_ngay"},
        ],
        "largest_first": True,
        "limit": 2,
    },
}


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = str(tmp_path_factory.mktemp("spark") / "ho_so.parquet")
    duckdb.execute(f"COPY ({ROWS}) TO '{path}' (FORMAT parquet)")
    return path


@pytest.fixture(scope="module")
def spark(file: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    if shutil.which("java") is None and "JAVA_HOME" not in os.environ:
        pytest.skip("there is no Java on this machine, so Spark is not asked")
    place: Path = tmp_path_factory.mktemp("warehouse")
    settings = {
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "1",
        "spark.sql.session.timeZone": "Asia/Ho_Chi_Minh",
        "spark.sql.warehouse.dir": str(place),
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.memory": "512m",
        "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto",
        "spark.sql.adaptive.enabled": "false",
        "spark.sql.codegen.wholeStage": "false",
        "spark.default.parallelism": "1",
        "spark.log.level": "ERROR",
    }
    builder = pyspark.SparkSession.builder.master("local[1]").appName("questions")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.read.schema(SCHEMA).parquet(file).createOrReplaceTempView("ho_so")
    yield session
    session.stop()


def plain(value: Any) -> Any:
    """As both tell it: days without the time of day, numbers to nine digits."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and value[10:] == "T00:00:00":
        return value[:10]
    return float(f"{value:.9g}") if isinstance(value, int | float) and not isinstance(value, bool) else value


def days(frame: Any) -> Any:
    """Spark buckets days into moments of its session's zone; Python would tell them in the machine's."""
    moments = [field.name for field in frame.schema if field.dataType.typeName() == "timestamp"]
    for name in moments:
        frame = frame.withColumn(name, frame[name].cast("date"))
    return frame


def rows(found: Any) -> list[tuple[Any, ...]]:
    return [tuple(plain(value) for value in row) for row in found]


@pytest.mark.parametrize("name", QUESTIONS)
async def test_spark_and_duckdb_answer_alike(spark: Any, file: str, name: str) -> None:
    build = Build.model_validate({"dataset": "ho_so", **QUESTIONS[name]})
    said = {one.dialect: one for one in spoken(build, COLUMNS)}
    own, other = said["duckdb"].sql, said["pyspark"].sql
    assert own
    assert other
    source = Source(f"SELECT ma, xa, so_ngay, phi, dung_han, nop FROM read_parquet(['{file}'])", (file,))  # noqa: S608
    answer = await ask(Asked(own, {"ho_so": source}, seconds=120))
    assert answer.state == "ok", answer
    told = rows(tuple(row) for row in days(spark.sql(other)).collect())
    assert answer.rows
    assert sorted(told, key=str) == sorted(rows(answer.rows), key=str)
    if build.largest_first:
        assert [row[1] for row in told] == [row[1] for row in rows(answer.rows)]
