"""Who may have so many rows of an answer has no more of them in one value; who asks much leaves a turn to others."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from tests.analytics.lab import ANALYSING, OTHER, Lab
from tests.analytics.workspace.test_workspace import API, ENDLESS

DATASETS = "/analytics/api/v1/datasets"
LONG = 5000
COLLECTED = (
    "SELECT array_agg(ten) FROM so_lieu",
    "SELECT list(ten) OVER () FROM so_lieu LIMIT 1",
    "SELECT string_agg(ten, ',') FROM so_lieu",
    "SELECT ARRAY(SELECT ten FROM so_lieu)",
    "SELECT max(so, 100) FROM so_lieu",
    "SELECT max_by(ten, so, 100) FROM so_lieu",
    "SELECT quantile_disc(so, list_transform(range(0, 100), n -> n / 100.0)) FROM so_lieu",
    "SELECT histogram(ten) FROM so_lieu",
)
TOLD = """
SELECT count(*) AS so_dong, sum(so) AS tong, max(ten) AS cuoi, min_by(ten, so) AS dau, quantile_disc(so, 0.5) AS giua
FROM so_lieu
"""


@pytest.fixture
async def clerk(lab: Lab) -> dict[str, str]:
    """Three rows of a hundred, of which one holds a long text."""
    rows = "".join(f"Xã {place};{place};{'đ' * (LONG if place == 0 else 5)}\n" for place in range(100))
    made = await lab.loaded(f"Tên;Số;Ghi chú\n{rows}", code="so_lieu")
    grant = {"role": "clerk", "most_rows": 3}
    granted = await lab.http.post(f"{DATASETS}/{made['id']}/grants", json=grant, headers=lab.analyst)
    assert granted.status_code == 201, granted.text
    return lab.as_(*ANALYSING, agency=OTHER, roles=["clerk"])


async def asked(lab: Lab, who: dict[str, str], sql: str, **more: Any) -> tuple[int, str]:
    answer = await lab.http.post(f"{API}/export" if more else API, json={"sql": sql, **more}, headers=who)
    return answer.status_code, "" if answer.is_success else answer.json()["code"]


async def test_rows_are_not_put_into_one_value_where_they_are_counted(lab: Lab, clerk: dict[str, str]) -> None:
    for sql in COLLECTED:
        assert await asked(lab, clerk, sql) == (422, "query-collected"), sql
    assert await asked(lab, clerk, COLLECTED[0], form="parquet") == (422, "query-collected")
    assert await asked(lab, lab.stranger, COLLECTED[0], form="parquet") == (200, "")
    told = await lab.http.post(API, json={"sql": TOLD}, headers=clerk)
    assert told.json()["rows"] == [[100, 4950, "Xã 99", "Xã 0", 49]]


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet"])
async def test_a_file_of_so_many_rows_holds_no_long_values(lab: Lab, clerk: dict[str, str], form: str) -> None:
    for value in ("ghi_chu", "[ghi_chu]", "{'a': ghi_chu}"):
        sql = f"SELECT {value} AS mot FROM so_lieu WHERE so = 0"  # noqa: S608 - the test's own words
        assert await asked(lab, clerk, sql, form=form) == (422, "query-long")
        assert await asked(lab, lab.stranger, sql, form=form) == (200, "")
    few = "SELECT left(ghi_chu, 4000) AS phan_dau FROM so_lieu WHERE so < 3"
    assert await asked(lab, clerk, few, form=form) == (200, "")
    assert await asked(lab, clerk, few.replace("3", "4"), form=form) == (422, "query-large")


async def test_what_no_cell_of_a_workbook_holds_is_told_and_not_left_out(lab: Lab) -> None:
    assert await asked(lab, lab.analyst, "SELECT repeat('đ', 32767)", form="xlsx") == (200, "")
    assert await asked(lab, lab.analyst, "SELECT repeat('đ', 32768)", form="xlsx") == (422, "query-long")


async def test_one_person_leaves_a_turn_to_the_others(lab: Lab) -> None:
    run_ids = [str(uuid4()) for _ in range(2)]
    running = [
        asyncio.create_task(lab.http.post(API, json={"sql": ENDLESS, "run_id": one}, headers=lab.analyst, timeout=90))
        for one in run_ids
    ]
    async with asyncio.timeout(30):
        while len((await lab.http.get(API, headers=lab.analyst)).json()["items"]) < len(running):
            await asyncio.sleep(0.05)
    other = await lab.http.post(API, json={"sql": "SELECT 42"}, headers=lab.stranger, timeout=60)
    assert other.json()["rows"] == [[42]]
    assert not any(task.done() for task in running)
    for one in run_ids:
        assert (await lab.http.post(f"{API}/{one}/cancel", headers=lab.analyst)).status_code == 204
    assert {(await task).json()["code"] for task in running} == {"query-cancelled"}
