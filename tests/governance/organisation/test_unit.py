"""Units: a tree inside one agency, by date, never deleted."""

from tests.governance.organisation.kept import SINCE, Kept, wrong


async def test_a_tree_by_date(kept: Kept) -> None:
    top = await kept.unit("TT", name="Trung tâm  Công nghệ thông tin")
    below = await kept.unit("tt1", parent_id=top["id"])
    assert (top["name"], below["code"], below["parent_id"]) == ("Trung tâm Công nghệ thông tin", "TT1", top["id"])
    ended = await kept.own.put(f"/units/{top['id']}/end", version=1, valid_to="2026-12-01", whole=True)
    assert ended.json()["valid_to"] == "2026-12-01"
    assert (await kept.own.get(f"/units/{below['id']}")).json()["valid_to"] == "2026-12-01"
    again = await kept.own.put(f"/units/{top['id']}/end", version=2)
    assert again.json()["valid_to"] is None


async def test_what_cannot_be(kept: Kept) -> None:
    top = await kept.unit("TT", valid_to="2027-01-01")
    below = await kept.unit("TT1", parent_id=top["id"], valid_to="2026-06-01")
    theirs = await kept.other.made("/units", agency="H02.21", code="DD", name="Phòng Đất đai", valid_from=SINCE)
    given = {"agency": "H02.14", "name": "Phòng", "valid_from": SINCE}
    cases = [
        ({**given, "code": "TT"}, (409, "code")),
        ({**given, "code": "tt", "valid_from": "2026-12-31"}, (409, "code")),
        ({**given, "code": "A", "parent_id": theirs["id"]}, (422, "parent_id")),
        ({**given, "code": "A", "parent_id": top["id"]}, (422, "parent_id")),
        ({**given, "code": "A", "valid_to": SINCE}, (422, "")),
        ({**given, "code": "có dấu"}, (422, "code")),
        ({**given, "code": "A", "name": " "}, (422, "name")),
        ({**given, "code": "A", "agency": "H02.99"}, (403, "beyond-agency")),
    ]
    for data, told in cases:
        assert wrong(await kept.own.post("/units", **data)) == told, data
    assert (
        await kept.own.post("/units", **given, code="TT1", parent_id=top["id"], valid_to="2026-06-01")
    ).status_code == 409
    circle = {"version": 1, "code": "TT", "name": "Phòng", "valid_from": SINCE, "parent_id": below["id"]}
    assert wrong(await kept.own.put(f"/units/{top['id']}", **circle))[1] == "parent_id"
    late = {"version": 1, "code": "TT", "name": "Phòng", "valid_from": "2025-08-01"}
    assert wrong(await kept.own.put(f"/units/{top['id']}", **late)) == (409, "valid_to")
    assert wrong(await kept.province.post("/units", **{**given, "agency": "H02.99"}, code="A")) == (
        404,
        "agency-not-found",
    )


async def test_a_code_may_come_back_later(kept: Kept) -> None:
    await kept.unit("TT", valid_to="2026-01-01")
    later = await kept.unit("TT", valid_from="2026-01-01")
    assert later["version"] == 1


async def test_a_unit_with_people_ends_with_them_or_not_at_all(kept: Kept) -> None:
    unit = await kept.unit()
    person = await kept.person(kind="head", unit_id=unit["id"], title="Trưởng phòng")
    end = {"version": 1, "valid_to": "2026-12-01"}
    assert wrong(await kept.own.put(f"/units/{unit['id']}/end", **end)) == (409, "valid_to")
    assert (await kept.own.put(f"/units/{unit['id']}/end", **end, whole=True)).status_code == 200
    held = (await kept.own.get(f"/people/{person['id']}")).json()["positions"]
    assert [one["valid_to"] for one in held] == ["2026-12-01"]


async def test_a_stale_edit_tells_what_changed(kept: Kept) -> None:
    unit = await kept.unit()
    facts = {"version": 1, "code": "CDS", "valid_from": SINCE}
    assert (await kept.own.put(f"/units/{unit['id']}", **facts, name="Phòng Chuyển đổi số")).json()["version"] == 2
    stale = await kept.own.put(f"/units/{unit['id']}", **facts, name="Phòng Số hóa")
    assert (stale.status_code, stale.json()["changed"]) == (409, {"name": "Phòng Chuyển đổi số"})
    stale = await kept.own.put(f"/units/{unit['id']}/end", version=1, valid_to="2027-01-01")
    assert stale.json()["code"] == "stale-edit"


async def test_only_ones_own_agency(kept: Kept) -> None:
    unit = await kept.unit()
    facts = {"version": 1, "code": "CDS", "name": "Phòng Khác", "valid_from": SINCE}
    end = {"version": 1, "valid_to": "2027-01-01"}
    for desk, status in ((kept.other, 404), (kept.reader, 403)):
        assert (await desk.put(f"/units/{unit['id']}", **facts)).status_code == status
        assert (await desk.put(f"/units/{unit['id']}/end", **end)).status_code == status
        given = {"agency": "H02.14", "code": "B", "name": "Phòng", "valid_from": SINCE}
        assert (await desk.post("/units", **given)).status_code == 403
        assert (await desk.get(f"/units/{unit['id']}")).status_code == 200
    assert (await kept.province.put(f"/units/{unit['id']}", **facts)).status_code == 200
