"""Units, people and positions from a sheet: whole or not at all, and twice is once."""

import csv
import io
from collections.abc import Sequence
from typing import Any

import httpx
import pytest
from python_calamine import CalamineWorkbook

from tests.governance.office import Desk
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


async def bring(desk: Desk, what: str, data: bytes, **query: Any) -> httpx.Response:
    files = {"file": ("bang.csv", data)}
    return await desk.call("POST", f"/governance/api/v1/roster/{what}", files=files, params=query)


async def brought(desk: Desk, what: str, rows: Sequence[Sequence[str]], **query: Any) -> tuple[int, int, int]:
    head = UNITS if what == "units" else PEOPLE
    answer = await bring(desk, what, sheet(head, rows), **query)
    assert answer.status_code == 200, answer.text
    told = answer.json()
    return told["created"], told["changed"], told["unchanged"]


async def complaints(desk: Desk, what: str, rows: Sequence[Sequence[str]]) -> set[tuple[int, str, str]]:
    head = UNITS if what == "units" else PEOPLE
    answer = await bring(desk, what, sheet(head, rows))
    assert (answer.status_code, answer.json()["code"]) == (422, "sheet-rows"), answer.text
    return {(one["row"], one["field"], one["message"]) for one in answer.json()["errors"]}


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
    assert [(one["row"], one["field"]) for one in refused.json()["errors"]] == [(2, "agency")]
    assert (await bring(kept.province, "units", data)).status_code == 200
    assert (await bring(kept.reader, "units", data)).status_code == 403
    unknown = await bring(kept.province, "units", sheet(["Mã cơ quan", *UNITS], [["H02.99", *SOME_UNITS[1]]]))
    assert "H02.99" in unknown.json()["errors"][0]["message"]


async def test_who_works_elsewhere_too_keeps_name_and_account(kept: Kept) -> None:
    row = ["Lê Thị Khác", "khac", "", "Văn thư, bộ phận chung", "Kiêm nhiệm", "01/07/2025", ""]
    assert await brought(kept.own, "people", [row]) == (1, 0, 0)
    stolen = sheet([*PEOPLE, "Thư điện tử"], [[*row, "ke-khac@tinh.vn"]])
    answer = await bring(kept.own, "people", stolen)
    assert [(one["row"], one["field"]) for one in answer.json()["errors"]] == [(2, "email")]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "sheet-empty"),
        (b"\x89PNG....", "sheet-kind"),
        ("Tên,Mã\na,b\n".encode(), "sheet-header"),
        ("Ký hiệu,Tên đơn vị,Từ ngày\nA,Phòng,1/7/2025\n".encode("cp1258", "ignore"), "sheet-encoding"),
    ],
)
async def test_files_that_cannot_be_read(kept: Kept, data: bytes, code: str) -> None:
    answer = await bring(kept.own, "units", data)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    page = await kept.own.page("/roster", method="POST", data={"what": "units"}, files={"file": ("x.csv", data)})
    assert (page.status_code, 'role="alert"' in page.text) == (422, True)


async def test_what_is_wrong_comes_as_a_sheet_and_nothing_is_taken_over(kept: Kept) -> None:
    bad = {"file": ("x.csv", sheet(UNITS, [*SOME_UNITS, ["A", "Phòng A", "KHÔNG", "31/02/2025", ""]]))}
    good = {"file": ("x.csv", sheet(UNITS, SOME_UNITS))}
    api, path = "/governance/api/v1/roster/units/problems.xlsx", "/governance/roster/problems"
    for address, form in ((api, {}), (path, {"what": "units"})):
        answer = await kept.own.call("POST", address, data=form, files=bad)
        assert answer.status_code == 200, answer.text
        head, *rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
        assert (head[0], [row[:3] for row in rows if row[2]]) == ("Dòng", [[5, "Từ ngày", "31/02/2025"]])
    assert (await kept.own.call("POST", api, files=good)).status_code == 204
    page = await kept.own.page("/roster/problems", method="POST", data={"what": "units"}, files=good)
    assert (page.status_code, "thêm 3 dòng" in page.text) == (200, True)
    broken = await kept.own.page("/roster/problems", method="POST", files={"file": ("x.csv", b"%PDF-1.7")})
    assert broken.status_code == 422
    assert (await kept.own.get("/units", agency="H02.14")).json()["items"] == []
    assert (await kept.reader.call("POST", api, files=bad)).status_code == 403


async def test_the_page_reports_row_by_row(kept: Kept) -> None:
    form = {"data": {"what": "units", "dry_run": "true"}, "files": {"file": ("x.csv", sheet(UNITS, SOME_UNITS))}}
    tried = await kept.own.page("/roster", method="POST", **form)
    assert (tried.status_code, "thêm 3 dòng" in tried.text) == (200, True)
    assert (await kept.own.get("/units", agency="H02.14")).json()["items"] == []
    bad = sheet(UNITS, [["A", "Phòng <b>A</b>", "KHÔNG", "31/02/2025", ""]])
    page = await kept.own.page("/roster", method="POST", data={"what": "units"}, files={"file": ("x.csv", bad)})
    assert (page.status_code, "31/02/2025" in page.text) == (422, True)
    for path in ("units/template.xlsx", "people/template.csv"):
        assert (await kept.own.get(f"/roster/{path}")).status_code == 200
        assert (await kept.reader.get(f"/roster/{path}")).status_code == 403
