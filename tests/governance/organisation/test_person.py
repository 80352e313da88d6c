"""People and their positions: by date, several at once, changed by who keeps their agency."""

from typing import Any
from uuid import uuid4

import pytest

from tests.governance.organisation.kept import SINCE, Kept, wrong


async def held(kept: Kept, person: dict[str, Any]) -> list[tuple[str, str, str | None]]:
    rows = (await kept.own.get(f"/people/{person['id']}")).json()["positions"]
    return [(one["kind"], one["valid_from"], one["valid_to"]) for one in rows]


async def test_several_positions_and_their_history(kept: Kept) -> None:
    unit, other = await kept.unit(), await kept.unit("ATTT")
    person = await kept.person(kind="staff", unit_id=unit["id"], title="Chuyên viên", username="Huong.NT")
    assert (person["username"], person["linked"], person["positions"][0]["unit"]) == ("huong.nt", False, "Phòng CDS")
    place = {"agency": "H02.14", "kind": "deputy_head", "title": "Phó Trưởng phòng", "valid_from": "2026-01-01"}
    added = await kept.own.made(f"/people/{person['id']}/positions", **place, unit_id=other["id"])
    first = person["positions"][0]
    ended = await kept.own.put(f"/positions/{first['id']}/end", version=1, valid_to="2026-06-01")
    assert ended.json()["version"] == 2
    mended = await kept.own.put(f"/positions/{added['id']}", version=1, title="Phó phòng", valid_from="2026-02-01")
    assert (mended.json()["title"], mended.json()["valid_from"]) == ("Phó phòng", "2026-02-01")
    assert await held(kept, person) == [("staff", SINCE, "2026-06-01"), ("deputy_head", "2026-02-01", None)]


async def test_one_head_at_a_time_unless_handing_over(kept: Kept) -> None:
    unit = await kept.unit()
    head = {"kind": "head", "unit_id": unit["id"], "title": "Trưởng phòng"}
    first = await kept.person("Lương Thị Trưởng", **head, valid_to="2026-12-01")
    facts = {"name": "Đặng Văn Mới", "agency": "H02.14", **head}
    early = await kept.own.post("/people", **facts, valid_from="2026-11-01")
    assert wrong(early) == (409, "overlap")
    assert "Lương Thị Trưởng" in early.json()["errors"][0]["message"]
    second = await kept.person(**{**facts, "valid_from": "2026-12-01"})
    over = await kept.own.put(f"/positions/{first['positions'][0]['id']}/end", version=1)
    assert wrong(over) == (409, "overlap")
    assert (await kept.own.post("/people", **facts, valid_from="2026-11-01", overlap=True)).status_code == 201
    again = await kept.own.post(f"/people/{second['id']}/positions", agency="H02.14", **head, valid_from="2027-01-01")
    assert wrong(again) == (409, "valid_from")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"kind": "head"}, (422, "")),
        ({"kind": "boss"}, (422, "kind")),
        ({"title": ""}, (422, "title")),
        ({"name": "a\x00b"}, (422, "name")),
        ({"username": "có dấu"}, (422, "username")),
        ({"email": "không phải"}, (422, "email")),
        ({"valid_to": SINCE}, (422, "")),
        ({"valid_from": "31/02/2025"}, (422, "valid_from")),
        ({"unit_id": str(uuid4())}, (422, "unit_id")),
        ({"agency": "H02.21"}, (403, "beyond-agency")),
        ({"username": "tochuc"}, (409, "username")),
        ({"username": "khac"}, (409, "username")),
    ],
)
async def test_bad_input_names_its_field(kept: Kept, change: dict[str, Any], told: tuple[int, str]) -> None:
    given = {"name": "Nguyễn Văn A", "agency": "H02.14", "kind": "clerk", "title": "Văn thư", "valid_from": SINCE}
    assert wrong(await kept.own.post("/people", **given | change)) == told


async def test_a_position_stays_within_the_days_of_its_unit(kept: Kept) -> None:
    unit = await kept.unit(valid_to="2026-12-01")
    place = {"kind": "staff", "unit_id": unit["id"], "title": "Chuyên viên", "agency": "H02.14", "name": "A"}
    assert wrong(await kept.own.post("/people", **place, valid_from=SINCE)) == (422, "valid_to")
    assert (
        wrong(await kept.own.post("/people", **place, valid_from="2025-06-01", valid_to="2026-01-01"))[1]
        == "valid_from"
    )
    assert (await kept.own.post("/people", **place, valid_from=SINCE, valid_to="2026-12-01")).status_code == 201


async def test_sent_twice_is_one_person(kept: Kept) -> None:
    number = str(uuid4())
    first, second = await kept.person(id=number), await kept.person(id=number)
    assert first == second
    assert len((await kept.own.get("/people", q="Hường")).json()["items"]) == 1
    given = {"name": "B", "agency": "H02.21", "kind": "clerk", "title": "Văn thư", "valid_from": SINCE, "id": number}
    assert (await kept.other.post("/people", **given)).status_code == 404


async def test_only_who_keeps_the_agency_changes_its_people(kept: Kept) -> None:
    person = await kept.person()
    place = person["positions"][0]["id"]
    requests = [
        ("PUT", f"/people/{person['id']}", {"version": 1, "name": "Khác"}),
        ("DELETE", f"/people/{person['id']}/account", None),
        ("PUT", f"/positions/{place}", {"version": 1, "title": "Khác", "valid_from": SINCE}),
        ("PUT", f"/positions/{place}/end", {"version": 1, "valid_to": "2027-01-01"}),
    ]
    for desk, status in ((kept.other, 404), (kept.reader, 403), (kept.province, 200)):
        for method, path, json in requests:
            version = {"version": (await versions(kept, person))["positions" in path]} if json else {}
            body = {"json": json | version} if json else {}
            answer = await desk.call(method, f"/governance/api/v1{path}", **body)
            assert answer.status_code == status, (desk.claims["preferred_username"], method, path, answer.text)


async def versions(kept: Kept, person: dict[str, Any]) -> tuple[int, int]:
    now = (await kept.own.get(f"/people/{person['id']}")).json()
    return now["version"], now["positions"][0]["version"]


async def test_who_works_for_two_agencies_is_changed_by_the_province(kept: Kept) -> None:
    """Or the sign-in name of another agency's leader could be taken over."""
    person = await kept.person()
    place = {"agency": "H02.21", "kind": "clerk", "title": "Văn thư kiêm nhiệm", "valid_from": SINCE}
    assert (await kept.other.post(f"/people/{person['id']}/positions", **place)).status_code == 201
    facts = {"version": 1, "name": "Nguyễn Thị Hường", "username": "ke-khac"}
    for desk in (kept.own, kept.other):
        assert wrong(await desk.put(f"/people/{person['id']}", **facts)) == (403, "person-elsewhere-too")
    assert (await kept.province.put(f"/people/{person['id']}", **facts)).status_code == 200


async def test_a_stale_edit_tells_what_changed(kept: Kept) -> None:
    person = await kept.person()
    path = f"/people/{person['id']}"
    assert (await kept.own.put(path, version=1, name="Nguyễn Thị Hương")).json()["version"] == 2
    stale = await kept.own.put(path, version=1, name="Nguyễn Thị Hường")
    assert (stale.status_code, stale.json()["changed"]) == (409, {"name": "Nguyễn Thị Hương"})
    place = f"/positions/{person['positions'][0]['id']}"
    assert (await kept.own.put(place, version=1, title="Văn thư Sở", valid_from=SINCE)).status_code == 200
    stale = await kept.own.put(f"{place}/end", version=1, valid_to="2027-01-01")
    assert (stale.status_code, stale.json()["code"]) == (409, "stale-edit")
