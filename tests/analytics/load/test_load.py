"""From a file to a snapshot: what is found out of it, what cannot be taken, and what readers see meanwhile."""

from uuid import UUID

import pytest

from analytics.load.errors import DatasetBusy
from analytics.load.service import new_load, restore
from kit.auth import Caller
from kit.clock import utc
from tests.analytics.lab import ANALYSING, API, OWN, Lab

SHEET = (
    "Họ tên;Ngày;Số tiền;Ghi chú\n"
    + "".join(f"Nguyễn Văn An;{day:02d}/03/2026;1.{day:03d},5;xã Đồng Tâm\n" for day in range(1, 29))
    + "Trần Thị B;31/02/2026;12,5;ngày không có\nngắn;1\nLê C;01/03/2026;1;2;3;4\n"
)


async def test_a_sheet_becomes_a_snapshot_with_types_and_rejected_rows(lab: Lab) -> None:
    made = await lab.dataset()
    load = await lab.load(made["id"], SHEET.encode())
    assert (load["state"], load["rows_taken"], load["rows_rejected"], load["snapshot"]) == ("done", 28, 3, 0)
    assert load["facts"]["delimiter"] == ";"
    read = await lab.read(made["id"])
    assert (read["rows"], read["snapshot"]) == (28, 0)
    assert [(one["name"], one["title"], one["kind"]) for one in read["columns"]] == [
        ("ho_ten", "Họ tên", "text"),
        ("ngay", "Ngày", "date"),
        ("so_tien", "Số tiền", "number"),
        ("ghi_chu", "Ghi chú", "text"),
    ]
    shown = await lab.rows(made["id"], sort="-so_tien", limit=1)
    assert shown["rows"][0][1:] == ["2026-03-28", 1028.5, "xã Đồng Tâm"]


async def test_rejected_rows_come_back_with_their_reasons(lab: Lab) -> None:
    made = await lab.dataset()
    load = await lab.load(made["id"], SHEET.encode())
    answer = await lab.http.get(f"{API}/{made['id']}/loads/{load['id']}/rejected.csv", headers=lab.analyst)
    assert answer.status_code == 200
    lines = answer.text.splitlines()
    assert len(lines) == 4
    assert "31/02/2026" in lines[1]
    assert "ngày không có" in lines[1]
    other = await lab.http.get(f"{API}/{made['id']}/loads/{load['id']}/rejected.csv", headers=lab.stranger)
    assert other.status_code == 404


async def test_append_replace_upsert_and_back_in_time(lab: Lab) -> None:
    made = await lab.dataset(key_columns=["ma"])
    await lab.load(made["id"], b"ma,so\nA,1\nB,2\n")
    await lab.load(made["id"], b"so,ma\n3,C\n", "append")
    assert (await lab.rows(made["id"], sort="ma"))["rows"] == [["A", 1], ["B", 2], ["C", 3]]
    upsert = await lab.load(made["id"], b"ma,so\nB,20\nD,4\nD,40\n", "upsert")
    assert upsert["state"] == "done", upsert
    assert (await lab.rows(made["id"], sort="ma"))["rows"] == [["A", 1], ["B", 20], ["C", 3], ["D", 40]]
    await lab.load(made["id"], b"ma,so\nZ,9\n")
    assert (await lab.rows(made["id"]))["rows"] == [["Z", 9]]
    back = await lab.http.post(f"{API}/{made['id']}/restore", json={"snapshot": 1}, headers=lab.analyst)
    assert back.status_code == 201, back.text
    assert (await lab.rows(made["id"], sort="ma"))["rows"] == [["A", 1], ["B", 2], ["C", 3]]
    snapshots = (await lab.http.get(f"{API}/{made['id']}/snapshots", headers=lab.official)).json()
    assert [(one["snapshot"], one["mode"], one["total_rows"]) for one in snapshots] == [
        (4, "restore", 3),
        (3, "replace", 1),
        (2, "upsert", 4),
        (1, "append", 3),
        (0, "replace", 2),
    ]
    absent = await lab.http.post(f"{API}/{made['id']}/restore", json={"snapshot": 77}, headers=lab.analyst)
    assert (absent.status_code, absent.json()["code"]) == (404, "snapshot-not-found")


async def test_nobody_goes_back_under_a_load_that_waits(lab: Lab) -> None:
    """It would put what it was made on over what was taken up again."""
    made = UUID((await lab.loaded("ma,so\nA,1\n"))["id"])
    analyst = Caller(subject="", kind="official", agency=OWN, scopes=frozenset(ANALYSING))
    async with lab.app.state.database.session() as session:
        session.add(new_load(made, "replace", "cho.csv", "", utc()))  # seen by nobody else
        with pytest.raises(DatasetBusy):
            await restore(session, lab.app.state.lake, analyst, made, 0, utc())
        await session.rollback()


async def test_what_was_refused_leaves_the_dataset_as_it_was(lab: Lab) -> None:
    made = await lab.loaded("ma,so\nA,1\n")
    strange = await lab.load(made["id"], b"ma,so,khac\nB,2,x\n", "append")
    assert (strange["state"], strange["reason"]) == ("refused", "load-columns-unknown")
    assert "khac" in strange["message"]
    wrong = await lab.load(made["id"], b"ma,so\nB,chu\n", "append")
    assert (wrong["state"], wrong["reason"]) == ("refused", "load-all-rejected")
    assert (await lab.rows(made["id"]))["rows"] == [["A", 1]]
