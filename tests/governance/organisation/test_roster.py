"""Units, people and positions from a sheet: whole or not at all, and twice is once."""

import csv
import io
from collections.abc import Sequence
from typing import Any

import httpx
import pytest
from python_calamine import CalamineWorkbook

from governance.attachment.sweeping import sweep_files
from governance.roster.background import forget_imports, import_waiting
from tests.governance.office import API, HOME, Desk
from tests.governance.organisation.kept import Kept

UNITS = ["Ký hiệu", "Tên đơn vị", "Đơn vị cấp trên", "Từ ngày", "Kết thúc từ ngày"]
PEOPLE = ["Họ và tên", "Tên đăng nhập", "Ký hiệu đơn vị", "Loại chức vụ", "Chức danh", "Từ ngày", "Kết thúc từ ngày"]
SOME_UNITS = [
    ["TT1", "Tổ Hạ tầng", "TT", "01/07/2025", ""],
    ["TT", "Trung tâm Công nghệ thông tin", "", "2025-07-01", ""],
    ["CDS", "Phòng Chuyển đổi số", "", "1/7/2025", "1/1/2027"],
]
SOME_PEOPLE = [
    ["Đặng Thị Ước", "uoc.dt", "CDS", "Trưởng đơn vị", "Trưởng phòng", "01/07/2025", "01/01/2027"],
    ["Đặng Thị Ước", "uoc.dt", "", "Văn thư, bộ phận chung", "Văn thư", "01/07/2025", ""],
    ["Nguyễn Văn Ẩn", "", "TT1", "chuyen vien", "Chuyên viên", "01/09/2025", ""],
]


def sheet(head: Sequence[str], rows: Sequence[Sequence[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([head, *rows])
    return out.getvalue().encode("utf-8-sig")


async def send(desk: Desk, what: str, data: bytes, **query: Any) -> httpx.Response:
    files = {"file": ("bang.csv", data)}
    return await desk.call("POST", f"{API}/roster/{what}", files=files, params=query)


async def work(desk: Desk) -> None:
    """What waits is taken over."""
    async with desk.office.app.state.database.session() as session:
        await import_waiting.work(session, desk.office.app)


async def bring(desk: Desk, what: str, data: bytes, **query: Any) -> dict[str, Any]:
    """What became of it."""
    answer = await send(desk, what, data, **query)
    assert answer.status_code == 202, answer.text
    await work(desk)
    return dict((await desk.get(f"/roster/imports/{answer.json()['id']}")).json())


async def brought(desk: Desk, what: str, rows: Sequence[Sequence[str]], **query: Any) -> tuple[int, int, int]:
    head = UNITS if what == "units" else PEOPLE
    told = await bring(desk, what, sheet(head, rows), **query)
    assert (told["state"], told["rows_done"], told["rows_total"]) == ("done", len(rows), len(rows)), told
    return told["created"], told["changed"], told["unchanged"]


async def complaints(desk: Desk, what: str, rows: Sequence[Sequence[str]]) -> set[tuple[int, str, str]]:
    head = UNITS if what == "units" else PEOPLE
    told = await bring(desk, what, sheet(head, rows))
    assert (told["state"], told["wrong_total"]) == ("refused", len(told["wrong"])), told
    return {(one["row"], one["field"], one["message"]) for one in told["wrong"]}


async def test_units_and_people_come_once(kept: Kept) -> None:
    assert await brought(kept.own, "units", SOME_UNITS, dry_run=True) == (3, 0, 0)
    assert (await kept.own.get("/units", agency="H02.14")).json()["items"] == []
    assert await brought(kept.own, "units", SOME_UNITS) == (3, 0, 0)
    assert await brought(kept.own, "units", SOME_UNITS) == (0, 0, 3)
    units = {one["code"]: one for one in (await kept.own.get("/units", agency="H02.14")).json()["items"]}
    assert (units["TT1"]["parent_id"], units["CDS"]["valid_to"]) == (units["TT"]["id"], "2027-01-01")
    assert await brought(kept.own, "people", SOME_PEOPLE) == (3, 0, 0)
    assert await brought(kept.own, "people", SOME_PEOPLE) == (0, 0, 3)
    found = (await kept.own.get("/people", q="dang thi uoc")).json()["items"]
    assert [(one["username"], [place["title"] for place in one["positions"]]) for one in found] == [
        ("uoc.dt", ["Trưởng phòng", "Văn thư"])
    ]


async def test_what_differs_is_changed(kept: Kept) -> None:
    await brought(kept.own, "units", SOME_UNITS)
    await brought(kept.own, "people", SOME_PEOPLE)
    renamed = [*SOME_UNITS[:2], ["CDS", "Phòng Chuyển đổi số và Đổi mới", "", "01/07/2025", "01/01/2027"]]
    assert await brought(kept.own, "units", renamed) == (0, 1, 2)
    promoted = [[*SOME_PEOPLE[0][:4], "Trưởng phòng kiêm nhiệm", *SOME_PEOPLE[0][5:]], *SOME_PEOPLE[1:]]
    assert await brought(kept.own, "people", promoted) == (0, 1, 2)
    named = [*SOME_PEOPLE[:2], ["Nguyễn Văn Ẩn", "an.nv", *SOME_PEOPLE[2][2:]]]
    assert await brought(kept.own, "people", named) == (0, 2, 1)


async def test_everything_wrong_is_told_and_nothing_done(kept: Kept) -> None:
    rows = [
        *SOME_UNITS,
        ["TT", "Trung tâm", "", "01/01/2026", ""],
        ["A", "Phòng A", "KHONGCO", "01/07/2025", ""],
        ["B", "", "", "hôm nay", ""],
        ["C", "Phòng C", "D", "01/07/2025", ""],
        ["D", "Phòng D", "C", "01/07/2025", ""],
        ["CDS", "Phòng Chuyển đổi số", "", "1/7/2025", "1/1/2027"],
    ]
    told = await complaints(kept.own, "units", rows)
    assert {(row, field) for row, field, _ in told} >= {
        (5, "code"), (6, "parent"), (7, "name"), (7, "valid_from"), (8, "parent"), (9, "parent"), (10, "code"),
    }  # fmt: skip
    assert (10, "code", "Dòng này trùng với dòng 4.") in told
    assert (await kept.own.get("/units", agency="H02.14")).json()["items"] == []


async def test_people_that_cannot_be(kept: Kept) -> None:
    await brought(kept.own, "units", SOME_UNITS)
    await brought(kept.own, "people", SOME_PEOPLE)
    head = ["CDS", "Trưởng đơn vị", "Trưởng phòng", "01/08/2025", "01/01/2027"]
    rows = [
        ["Phạm Thị Hai", "", *head],
        ["Lê Văn Ba", "", "KHONGCO", "Chuyên viên", "Chuyên viên", "01/07/2025", ""],
        ["Lê Văn Tư", "", "", "Chuyên viên", "Chuyên viên", "01/07/2025", ""],
        ["Lê Văn Năm", "", "CDS", "Vua", "Vua", "01/07/2025", ""],
        ["Lê Văn Sáu", "", "CDS", "Chuyên viên", "Chuyên viên", "01/07/2025", ""],
        ["Kẻ Mạo Danh", "uoc.dt", "TT", "Chuyên viên", "Chuyên viên", "01/07/2025", ""],
        ["Lê Văn Bảy", "", "TT", "Chuyên viên", "Chuyên viên", "01/07/2025", ""],
        ["Lê Văn Bảy", "", "TT", "Chuyên viên", "Chuyên viên", "01/07/2025", ""],
    ]
    told = {(row, field) for row, field, _ in await complaints(kept.own, "people", rows)}
    assert told == {(2, "kind"), (3, "unit"), (4, ""), (5, "kind"), (6, "valid_from"), (7, "username"), (9, "name")}


async def test_only_ones_own_agency(kept: Kept) -> None:
    data = sheet(["Mã cơ quan", *UNITS], [["H02.21", *SOME_UNITS[1]]])
    refused = await bring(kept.own, "units", data)
    assert [(one["row"], one["field"]) for one in refused["wrong"]] == [(2, "agency")]
    assert (await bring(kept.province, "units", data))["state"] == "done"
    assert (await send(kept.reader, "units", data)).status_code == 403
    unknown = await bring(kept.province, "units", sheet(["Mã cơ quan", *UNITS], [["H02.99", *SOME_UNITS[1]]]))
    assert "H02.99" in unknown["wrong"][0]["message"]


async def test_who_works_elsewhere_too_keeps_name_and_account(kept: Kept) -> None:
    row = ["Lê Thị Khác", "khac", "", "Văn thư, bộ phận chung", "Kiêm nhiệm", "01/07/2025", ""]
    assert await brought(kept.own, "people", [row]) == (1, 0, 0)
    stolen = sheet([*PEOPLE, "Thư điện tử"], [[*row, "ke-khac@tinh.vn"]])
    answer = await bring(kept.own, "people", stolen)
    assert [(one["row"], one["field"]) for one in answer["wrong"]] == [(2, "email")]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b" \n", "không có dòng dữ liệu"),
        (b"\x89PNG....", "Tệp thuộc loại khác"),
        ("Tên,Mã\na,b\n".encode(), "Thiếu cột"),
        ("Ký hiệu,Tên đơn vị,Từ ngày\nA,Phòng,1/7/2025\n".encode("cp1258", "ignore"), "có vẻ được lưu theo"),
    ],
)
async def test_files_that_cannot_be_read(kept: Kept, data: bytes, words: str) -> None:
    told = await bring(kept.own, "units", data)
    assert (told["state"], told["wrong_total"], told["wrong"][0]["row"]) == ("refused", 1, 0)
    assert words in told["wrong"][0]["message"]


async def test_what_is_wrong_comes_as_a_sheet_and_nothing_is_taken_over(kept: Kept) -> None:
    bad = sheet(UNITS, [*SOME_UNITS, ["A", "Phòng A", "KHÔNG", "31/02/2025", ""]])
    told = await bring(kept.own, "units", bad, dry_run=True)
    path = f"/roster/imports/{told['id']}/problems.xlsx"
    answer = await kept.own.get(path)
    head, *rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert (head[0], [row[:3] for row in rows if row[2]]) == ("Dòng", [[5, "Từ ngày", "31/02/2025"]])
    assert (await kept.own.get("/units", agency="H02.14")).json()["items"] == []
    assert (await kept.reader.get(path)).status_code == 403
    assert ((await kept.other.get(path)).status_code, (await kept.province.get(path)).status_code) == (404, 404)


async def test_the_page_shows_progress_then_reports_row_by_row(kept: Kept) -> None:
    form = {"data": {"what": "units", "dry_run": "true"}, "files": {"file": ("x.csv", sheet(UNITS, SOME_UNITS))}}
    sent = await kept.own.page("/roster", method="POST", **form)
    assert sent.status_code == 303, sent.text
    path = sent.headers["location"].removeprefix(HOME)
    assert 'hx-trigger="every 1s"' in (await kept.own.page(path)).text
    await work(kept.own)
    ended = (await kept.own.page(path)).text
    assert ("thêm 3 dòng" in ended, "hx-trigger=" in ended.split('id="import"')[1]) == (True, False)
    assert (await kept.own.get("/units", agency="H02.14")).json()["items"] == []
    bad = sheet(UNITS, [["A", "Phòng <b>A</b>", "KHÔNG", "31/02/2025", ""]])
    sent = await kept.own.page("/roster", method="POST", data={"what": "units"}, files={"file": ("x.csv", bad)})
    await work(kept.own)
    assert "31/02/2025" in (await kept.own.page(sent.headers["location"].removeprefix(HOME))).text
    form_again = await kept.own.page("/roster")
    assert form_again.text.count("x.csv") == 2
    nothing = await kept.own.page("/roster", method="POST", data={"what": "people"})
    assert (nothing.status_code, "Chọn một tệp" in nothing.text) == (422, True)
    for template in ("units/template.xlsx", "people/template.csv"):
        assert (await kept.own.get(f"/roster/{template}")).status_code == 200
        assert (await kept.reader.get(f"/roster/{template}")).status_code == 403


async def test_what_named_people_is_forgotten_and_files_that_wait_are_not(kept: Kept) -> None:
    await send(kept.own, "people", sheet(PEOPLE, SOME_PEOPLE))
    app, sweep = kept.office.app, (sweep_files, forget_imports)
    kept.office.pass_(days=40)
    async with app.state.database.session() as session:
        for job in sweep:
            await job.work(session, app)
    await work(kept.own)
    assert ">Không ghi, có lỗi<" in (await kept.own.page("/roster")).text  # read, and refused: its units are not there
    kept.office.pass_(days=40)
    async with app.state.database.session() as session:
        for job in sweep:
            await job.work(session, app)
    assert "bang.csv" not in (await kept.own.page("/roster")).text
