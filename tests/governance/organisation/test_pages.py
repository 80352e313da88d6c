"""The directory's pages, as forms and lists are used, with and without the right to change."""

import re
from typing import Any

import httpx
import pytest

from kit.web.once import FIELD
from tests.governance.organisation.kept import SINCE, Kept

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


def hidden(page: httpx.Response) -> dict[str, str]:
    """Without the key that lets one page's form do once what it is for: what comes twice comes from two pages."""
    assert page.status_code == 200, page.text
    return {name: value for name, value in HIDDEN.findall(page.text) if name != FIELD}


async def test_a_person_is_added_moved_and_leaves(kept: Kept) -> None:
    unit = await kept.unit(name="Phòng Chuyển đổi số")
    form = await kept.own.page(f"/people/new?agency=H02.14&unit_id={unit['id']}")
    facts = {"name": "Đỗ Thị Mới", "kind": "staff", "title": "Chuyên viên", "unit_id": unit["id"], "valid_from": SINCE}
    first = await kept.own.submit("/people", **hidden(form), **facts)
    again = await kept.own.submit("/people", **hidden(form), **facts)
    assert (first.status_code, first.headers["location"]) == (303, again.headers["location"])
    home = first.headers["location"].removeprefix("/governance")
    assert "Phòng Chuyển đổi số" in (await kept.reader.page(home)).text
    position = (await kept.own.get(home)).json()["positions"][0]["id"]
    ended = hidden(await kept.own.page(f"/positions/{position}/end"))
    assert (await kept.own.submit(f"/positions/{position}/end", **ended, valid_to="2026-12-01")).status_code == 303
    stale = await kept.own.submit(f"/positions/{position}/end", **ended, valid_to="2026-12-15")
    assert (stale.status_code, "2026-12-01" in stale.text) == (409, True)
    assert "Đỗ Thị Mới" not in (await kept.own.page("/people?on=2026-12-02")).text


async def test_what_is_wrong_is_shown_in_the_form(kept: Kept) -> None:
    await kept.person("Trịnh Giám Đốc", kind="leader", title="Giám đốc")
    form = hidden(await kept.own.page("/people/new"))
    facts = {"name": "Phạm Thứ Hai", "kind": "leader", "title": "Giám đốc", "valid_from": SINCE}
    second = await kept.own.submit("/people", **form, **facts)
    assert (second.status_code, "Trịnh Giám Đốc" in second.text, "Phạm Thứ Hai" in second.text) == (409, True, True)
    assert 'name="overlap"' in second.text
    assert (await kept.own.submit("/people", **form, **facts, overlap="true")).status_code == 303
    empty = await kept.own.submit("/people", **form, kind="staff", valid_from=SINCE)
    assert (empty.status_code, "field-name" in empty.text) == (422, True)


async def test_an_agency_as_it_stands_on_a_day(kept: Kept) -> None:
    top = await kept.unit("TT", name="Trung tâm Công nghệ")
    await kept.unit("TT1", name="Tổ Hạ tầng", parent_id=top["id"], valid_from="2026-06-01")
    await kept.person("Nguyễn Thị Hường", kind="head", unit_id=top["id"], title="Giám đốc Trung tâm")
    page = (await kept.reader.page("/agencies/H02.14")).text
    assert page.index("Trung tâm Công nghệ") < page.index("Nguyễn Thị Hường") < page.index("Tổ Hạ tầng")
    assert "/units/new" not in page
    assert "/units/new" in (await kept.own.page("/agencies/H02.14")).text
    assert "/units/new" not in (await kept.other.page("/agencies/H02.14")).text
    past = (await kept.reader.page("/agencies/H02.14?on=2026-01-01")).text
    assert ("Tổ Hạ tầng" in past, "Trung tâm Công nghệ" in past) == (False, True)
    assert (await kept.reader.page("/agencies/H02.99")).status_code == 404
    listed = (await kept.reader.page("/agencies")).text
    assert all(name in listed for name in ("Sở Khoa học và Công nghệ", "Sở Nông nghiệp và Môi trường"))
    assert "Sở Khoa học và Công nghệ,2," in (await kept.reader.page("/agencies.csv")).text


async def test_units_by_form(kept: Kept) -> None:
    form = hidden(await kept.own.page("/units/new?agency=H02.14"))
    facts = {"name": "Phòng Chuyển đổi số", "code": "CDS", "valid_from": SINCE}
    assert (await kept.own.submit("/units", **form, **facts)).status_code == 303
    twice = await kept.own.submit("/units", **form, **facts)
    assert (twice.status_code, "đã có đơn vị mang ký hiệu này" in twice.text) == (409, True)
    unit = (await kept.own.get("/units", q="CDS")).json()["items"][0]["id"]
    edit = hidden(await kept.own.page(f"/units/{unit}/edit"))
    assert (await kept.own.submit(f"/units/{unit}", **edit, **facts | {"name": "Phòng Số"})).status_code == 303
    stale = await kept.own.submit(f"/units/{unit}", **edit, **facts | {"name": "Phòng Số hóa"})
    assert (stale.status_code, "Phòng Số<" in stale.text) == (409, True)
    end = hidden(await kept.own.page(f"/units/{unit}/end"))
    assert (await kept.own.submit(f"/units/{unit}/end", **end, valid_to="2027-01-01", whole="true")).status_code == 303


async def test_delegation_by_form_shows_at_the_head_of_the_page(kept: Kept) -> None:
    form = await kept.own.page("/delegations/new")
    facts = {"person_id": str(kept.reader.id), "first_day": "2026-11-23", "last_day": "2026-11-24", "reason": "Nghỉ"}
    place = re.search(r'<option value="([0-9a-f-]{36})" selected>Tổ chức', form.text)
    assert place is not None
    facts["position_id"] = place[1]
    assert (await kept.own.submit("/delegations", **hidden(form), **facts)).status_code == 303
    twice = await kept.own.submit("/delegations", **hidden(form), **facts)
    assert (twice.status_code, "đã được ủy quyền" in twice.text) == (409, True)
    page = (await kept.reader.page("/delegations")).text
    assert "Đang làm thay: Bùi Văn Tổ (Tổ chức)" in page
    assert "/withdraw" not in page
    mine = await kept.own.page("/delegations")
    path = re.search(r'action="/governance(/delegations/[^"]+/withdraw)"', mine.text)
    assert path is not None
    assert (await kept.own.submit(path[1], **hidden(mine))).status_code == 303
    assert "Đang làm thay" not in (await kept.reader.page("/delegations")).text


async def test_lists_filter_and_export(kept: Kept) -> None:
    await kept.person("Nguyễn Thị Hường", email="huong@tinh.vn", title="=1+1")
    body = (await kept.own.page("/people?q=huong", headers={"HX-Request": "true", "HX-Request-Type": "partial"})).text
    assert ("Nguyễn Thị Hường" in body, "<html" in body) == (True, False)
    own = (await kept.own.page("/people.csv?q=huong")).text
    assert "huong@tinh.vn" in own
    assert "'=1+1" in own
    assert "huong@tinh.vn" not in (await kept.other.page("/people.csv?q=huong")).text


PAGES = ["/people/{person}/edit", "/positions/{position}/edit", "/positions/{position}/end", "/units/{unit}/edit",
         "/units/{unit}/end"]  # fmt: skip


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_pages_of_changing_are_not_there_for_others(kept: Kept, method: str) -> None:
    person = await kept.person()
    ids: dict[str, Any] = {"person": person["id"], "position": person["positions"][0]["id"]}
    ids["unit"] = (await kept.unit())["id"]
    for pattern in PAGES:
        path = pattern.format(**ids)
        path = path if method == "GET" or path.endswith("/end") else path.removesuffix("/edit")
        data = {"data": {"version": "1"}} if method == "POST" else {}
        assert (await kept.other.page(path, method=method, **data)).status_code == 404, path
        assert (await kept.reader.page(path, method=method, **data)).status_code == 403, path
