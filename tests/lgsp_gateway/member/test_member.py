"""Agencies and organisations, through the API."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kit.units.identifier import canonical, old_form
from lgsp_gateway.member.schemas import MemberCreate, member_code
from tests.lgsp_gateway.registry.desk import Desk


async def test_register_and_find_in_both_forms(desk: Desk) -> None:
    made = await desk.member(code="000.00.01.H02", name="  Sở   Nội vụ ")
    assert made["code"] == "H02.01"
    assert made["name"] == "Sở Nội vụ"
    assert made["aliases"] == ["000.00.01.H02"]
    for spelling in ("H02.01", "000.00.01.H02", "01.H02"):
        found = await desk.get(f"/members/by-code/{spelling}")
        assert found.json()["id"] == made["id"], spelling
    assert (await desk.get("/members/by-code/H02.02")).status_code == 404
    assert (await desk.get("/members/by-code/H02.01", params={"member_class": "COM"})).status_code == 404


async def test_every_change_is_told_and_sealed(desk: Desk) -> None:
    before = await desk.version()
    made = await desk.member(name="Sở Y tế")
    changed = await desk.put(f"/members/{made['id']}", version=1, name="Sở Y tế tỉnh", valid_from="2025-03-01")
    assert changed.json()["version"] == 2
    assert changed.json()["aliases"] == made["aliases"]
    events = await desk.events()
    assert [topic for topic, _ in events] == ["member-registered", "member-changed"]
    assert events[1][1]["name"] == "Sở Y tế tỉnh"
    assert events[1][1]["aliases"] == made["aliases"]
    assert await desk.audit() == [("member-registered", made["id"]), ("member-changed", made["id"])]
    assert await desk.version() == before + 2


async def test_saving_what_is_there_changes_nothing(desk: Desk) -> None:
    made = await desk.member()
    again = await desk.put(f"/members/{made['id']}", version=1, name=made["name"], valid_from=made["valid_from"])
    assert again.json()["version"] == 1
    assert len(await desk.events()) == 1


async def test_stale_edit_tells_what_changed(desk: Desk) -> None:
    made = await desk.member(name="Sở Công Thương")
    await desk.put(f"/members/{made['id']}", version=1, name="Sở Công thương", valid_from="2025-03-01")
    stale = await desk.put(f"/members/{made['id']}", version=1, name="Sở Công Thương tỉnh", valid_from="2025-03-01")
    assert stale.status_code == 409
    assert stale.json()["code"] == "stale-edit"
    assert stale.json()["changed"] == {"name": "Sở Công thương"}


async def test_one_spelling_means_one_member(desk: Desk) -> None:
    first = await desk.member(code="H02.01")
    valid = {"valid_from": "2025-03-01", "name": "Trùng", "member_class": "GOV"}
    for code in ("H02.01", "000.00.01.H02"):
        taken = await desk.post("/members", code=code, **valid)
        assert (taken.status_code, taken.json()["code"]) == (409, "member-code-taken")
        assert taken.json()["errors"][0]["field"] == "code"
    for alias in ("H02.01", "000.00.01.H02"):
        taken = await desk.post("/members", code="H02.99", aliases=[alias], **valid)
        assert (taken.status_code, taken.json()["errors"][0]["field"]) == (409, "aliases")
    await desk.member(code="H02.03", aliases=["H02.77"])
    assert (await desk.post("/members", code="H02.77", **valid)).status_code == 409
    assert len((await desk.get("/members")).json()["items"]) == 2
    assert (await desk.get(f"/members/{first['id']}")).json() == first


async def test_aliases_are_added_and_taken_away(desk: Desk) -> None:
    made = await desk.member(code="H02.05", aliases=["H02.05.OLD"])
    assert made["aliases"] == ["000.00.05.H02", "H02.05.OLD"]
    facts = {"name": made["name"], "valid_from": made["valid_from"]}
    facts["name"] = "Sở Nội vụ"
    changed = await desk.put(f"/members/{made['id']}", version=1, aliases=["SNV"], **facts)
    assert changed.json()["aliases"] == ["000.00.05.H02", "SNV"]
    assert changed.json()["version"] == 2
    assert (await desk.get("/members/by-code/SNV")).json()["id"] == made["id"]
    assert (await desk.get("/members/by-code/H02.05.OLD")).status_code == 404


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"code": "02.H"}, "code"),
        ({"code": "0100109106"}, "code"),
        ({"code": "Z01"}, "code"),
        ({"code": "H02.05'; DROP TABLE member"}, "code"),
        ({"code": "H02." + "1" * 40}, "code"),
        ({"name": " "}, "name"),
        ({"name": "Sở\x00Nội vụ"}, "name"),
        ({"name": "x" * 251}, "name"),
        ({"member_class": "ABC"}, "member_class"),
        ({"valid_from": "hôm qua"}, "valid_from"),
        ({"valid_to": "2025-03-01"}, ""),
        ({"aliases": ["có dấu"]}, "aliases"),
    ],
)
async def test_bad_input_names_its_field(desk: Desk, values: dict[str, object], field: str) -> None:
    good = {"member_class": "GOV", "code": "H02.01", "name": "Sở Nội vụ", "valid_from": "2025-03-01"}
    answer = await desk.post("/members", **good | values)
    assert answer.status_code == 422
    assert field in [row["field"] for row in answer.json()["errors"]]


async def test_search_sort_filter_and_pages(desk: Desk) -> None:
    names = ["Ủy ban nhân dân phường Đa Mai", "Sở Y tế", "Sở Nội vụ", "Ủy ban nhân dân xã Đồng Việt", "Ban quản lý"]
    for number, name in enumerate(names, 1):
        await desk.member(code=f"H02.{number:02}", name=name, valid_from=f"2025-03-0{number}")
    await desk.member(member_class="COM", code="0100109106", name="Viễn thông Bắc Giang", valid_to="2026-01-01")

    async def listed(**query: object) -> list[str]:
        answer = await desk.get("/members", params=query)
        assert answer.status_code == 200, answer.text
        return [item["name"] for item in answer.json()["items"]]

    assert await listed(member_class="GOV") == [names[4], names[2], names[1], names[0], names[3]]
    assert await listed(q="dong viet") == [names[3]]
    assert await listed(q="ĐỒNG  Việt") == [names[3]]
    assert await listed(q="000.00.02.H02") == ["Sở Y tế"]
    assert await listed(q="h02.02") == ["Sở Y tế"]
    assert await listed(q="100%") == []
    assert await listed(on="2026-01-01", member_class="COM") == []
    assert await listed(on="2025-12-31", member_class="COM") == ["Viễn thông Bắc Giang"]
    for sort in ("name", "-name", "code", "-valid_from"):
        whole, pieces, after = await listed(sort=sort), [], ""
        while True:
            page = (await desk.get("/members", params={"sort": sort, "limit": 2, "after": after})).json()
            pieces += [item["name"] for item in page["items"]]
            if (after := page["next"]) is None:
                break
        assert pieces == whole
        assert len(whole) == 6


@pytest.mark.parametrize("query", ["sort=nothing", "after=rubbish", "limit=0", "member_class=X", "unknown=1"])
async def test_bad_queries_are_refused(desk: Desk, query: str) -> None:
    assert (await desk.get(f"/members?{query}")).status_code in {400, 422}


async def test_scopes_and_unknown_ids(desk: Desk) -> None:
    assert (await desk.get("/members", scopes=["applications:read"])).status_code == 403
    made = await desk.member()
    refused = await desk.call("PUT", f"/lgsp-gateway/api/v1/members/{made['id']}", scopes=["members:read"], json={})
    assert refused.status_code == 403
    assert (await desk.get("/members/00000000-0000-7000-8000-000000000000")).status_code == 404
    assert (await desk.http.get("/lgsp-gateway/api/v1/members")).status_code == 401


groups = st.lists(st.integers(1, 99).map("{:02}".format), max_size=2)


@given(st.from_regex(r"[A-Y][0-9]{2}", fullmatch=True), groups)
def test_any_agency_is_known_by_either_form(root: str, below: list[str]) -> None:
    code = ".".join([root, *below])
    made = MemberCreate(member_class="GOV", code=code, name="Cơ quan", valid_from="2025-03-01")
    assert made.code == code == canonical(code)
    if old := old_form(code):
        assert member_code(old, "GOV") == code


@given(st.text(max_size=40), st.sampled_from(["GOV", "COM", "ORG", "NAT"]))
def test_a_code_is_canonical_or_refused(text: str, member_class: str) -> None:
    try:
        code = member_code(text, member_class)
    except ValueError as error:
        told = str(error)
    else:
        told = "member.wrong."
        assert member_code(code, member_class) == code
        assert code.isascii()
        assert code == code.upper()
    assert told.startswith("member.wrong.")
