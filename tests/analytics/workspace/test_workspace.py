"""Queries through their doors: what is seen, what is refused in words, what is given to save, what can be cancelled."""

import asyncio
from io import BytesIO
from uuid import uuid4

import pyarrow.parquet
from python_calamine import CalamineWorkbook

from tests.analytics.lab import OTHER, Lab

API = "/analytics/api/v1/queries"
ENDLESS = "SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE a.range * b.range % 7 = 3"


async def test_rows_are_answered_as_their_asker_may_see_them(lab: Lab) -> None:
    await lab.loaded(row_column="ma_don_vi")
    sql = "SELECT ma_don_vi, count(*) AS so FROM thu_nhap GROUP BY 1 ORDER BY 1"
    own = await lab.http.post(API, json={"sql": sql}, headers=lab.analyst)
    assert own.status_code == 200, own.text
    assert own.json()["rows"] == [["H02.07", 10], ["H02.10", 5], ["H02.14", 5]]
    other = await lab.http.post(API, json={"sql": sql}, headers=lab.stranger)
    assert other.json()["rows"] == [[OTHER, 10]]
    assert "thu_nhap.so_cccd" in other.json()["masked"]
    around = "SELECT max(so_cccd), list(so_cccd) FROM thu_nhap WHERE CAST(thu_nhap AS VARCHAR) LIKE '%0240900%'"
    assert "0240900" not in (await lab.http.post(API, json={"sql": around}, headers=lab.stranger)).text


async def test_a_dataset_nobody_may_know_of_is_not_there(lab: Lab) -> None:
    await lab.loaded(visibility="agency")
    for sql in ("SELECT * FROM thu_nhap", "SELECT * FROM khong_co"):
        answer = await lab.http.post(API, json={"sql": sql}, headers=lab.stranger)
        assert (answer.status_code, answer.json()["code"]) == (422, "query-table")
    denied = await lab.http.post(API, json={"sql": "SELECT 1"}, headers=lab.official)
    assert denied.status_code == 403


async def test_pages_files_and_history(lab: Lab) -> None:
    await lab.loaded("Mã;Tên;Số\n" + "".join(f"{n};=HYPERLINK({n});{n}\n" for n in range(1, 451)))
    first = await lab.http.post(API, json={"sql": "SELECT ma FROM thu_nhap ORDER BY 1"}, headers=lab.analyst)
    last = {"sql": "SELECT ma FROM thu_nhap ORDER BY 1", "skip": 400}
    assert (len(first.json()["rows"]), first.json()["more"]) == (200, True)
    rest = (await lab.http.post(API, json=last, headers=lab.analyst)).json()
    assert (rest["rows"][0], len(rest["rows"]), rest["more"]) == ([401], 50, False)
    files = {}
    for form in ("csv", "xlsx", "parquet"):
        data = {"sql": "SELECT * FROM thu_nhap ORDER BY ma", "form": form}
        answer = await lab.http.post(f"{API}/export", json=data, headers=lab.analyst)
        assert answer.status_code == 200, answer.text
        files[form] = answer.content
    assert files["csv"].startswith("\ufeffma,ten,so\r\n1,'=HYPERLINK(1),1\r\n".encode())
    assert files["csv"].count(b"\r\n") == 451
    rows = CalamineWorkbook.from_filelike(BytesIO(files["xlsx"])).get_sheet_by_index(0).to_python()
    assert rows[:2] == [["ma", "ten", "so"], [1.0, "=HYPERLINK(1)", 1.0]]
    assert pyarrow.parquet.read_table(BytesIO(files["parquet"])).num_rows == 450
    history = (await lab.http.get(API, headers=lab.analyst)).json()["items"]
    assert [one["form"] for one in history] == ["parquet", "xlsx", "csv", "rows", "rows"]
    assert {one["state"] for one in history} == {"ok"}
    assert (await lab.http.get(API, headers=lab.stranger)).json()["items"] == []


async def test_what_runs_can_be_cancelled_by_its_asker_only(lab: Lab) -> None:
    run_id = str(uuid4())
    running = asyncio.create_task(
        lab.http.post(API, json={"sql": ENDLESS, "run_id": run_id}, headers=lab.analyst, timeout=90)
    )
    while not (await lab.http.get(API, headers=lab.analyst)).json()["items"]:
        await asyncio.sleep(0.05)
    assert (await lab.http.post(f"{API}/{run_id}/cancel", headers=lab.stranger)).status_code == 404
    assert (await lab.http.post(f"{API}/{run_id}/cancel", headers=lab.analyst)).status_code == 204
    answer = await running
    assert (answer.status_code, answer.json()["code"]) == (422, "query-cancelled")
    assert (await lab.http.get(API, headers=lab.analyst)).json()["items"][0]["state"] == "cancelled"


async def test_the_page_shows_rows_and_problems_in_words(lab: Lab) -> None:
    await lab.loaded()
    page = await lab.http.get("/analytics/workspace", headers=lab.analyst)
    assert page.status_code == 200, page.text
    assert "<code>thu_nhap</code>" in page.text
    shown = await lab.http.post(
        "/analytics/workspace", data={"sql": "SELECT 42 AS tra_loi", "run_id": ""}, headers=lab.analyst
    )
    assert (shown.status_code, ">42<" in shown.text) == (200, True), shown.text
    wrong = await lab.http.post("/analytics/workspace", data={"sql": "DROP TABLE thu_nhap"}, headers=lab.analyst)
    assert wrong.status_code == 422
    assert "Chỉ được đọc" in wrong.text
    runs = await lab.http.get("/analytics/workspace/runs", headers=lab.analyst)
    assert "SELECT 42 AS tra_loi" in runs.text
