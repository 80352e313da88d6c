"""Standing in: one's own position, for some days, for one colleague at a time."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from tests.governance.office import Desk, Office, Place
from tests.governance.organisation.kept import Kept, wrong
from tests.governance.organisation.test_standing import standing_of

TODAY, LAST = "2026-11-23", "2026-11-30"


@dataclass
class Lending:
    kept: Kept
    chief: Desk
    deputy: Desk
    stranger: Desk

    @property
    def given(self) -> dict[str, Any]:
        place = self.chief.person.positions[0].id if self.chief.person else None
        facts = {"position_id": str(place), "person_id": str(self.deputy.id)}
        return {**facts, "first_day": TODAY, "last_day": LAST, "reason": "Đi công tác"}


@pytest.fixture
async def lending(kept: Kept) -> Lending:
    office: Office = kept.office
    chief = await office.person("giamdoc", "Trịnh Xuân Giám", Place("H02.14", "leader", title="Giám đốc Sở"))
    deputy = await office.person("pho", "Lê Thị Phó", Place("H02.14", "deputy", title="Phó Giám đốc"))
    stranger = await office.person("la", "Hà Văn Lạ", Place("H02.21", "leader", title="Giám đốc"))
    return Lending(kept, chief, deputy, stranger)


async def test_what_is_lent_can_be_used_for_those_days(lending: Lending) -> None:
    made = await lending.chief.made("/delegations", **lending.given)
    assert (made["owner"], made["person"], made["last_day"]) == ("Trịnh Xuân Giám", "Lê Thị Phó", LAST)
    stands = await standing_of(lending.kept.office, lending.deputy)
    assert stands.led == {"H02.14"}
    assert [one.of_name for one in stands.held] == ["", "Trịnh Xuân Giám"]
    lending.kept.office.pass_(days=8)
    assert [one.of for one in (await standing_of(lending.kept.office, lending.deputy)).held] == [None]
    assert (await lending.chief.get("/delegations")).json()["items"][0]["state"] == "past"


async def test_it_is_withdrawn_at_once(lending: Lending) -> None:
    made = await lending.chief.made("/delegations", **lending.given)
    path = f"/delegations/{made['id']}/withdrawal"
    assert (await lending.stranger.put(path, version=1)).status_code == 404
    assert (await lending.deputy.put(path, version=1)).status_code == 404
    for _ in range(2):
        assert (await lending.chief.put(path, version=1)).json()["state"] == "withdrawn"
    assert len((await standing_of(lending.kept.office, lending.deputy)).held) == 1
    assert (await lending.chief.post("/delegations", **lending.given)).status_code == 201


async def test_what_cannot_be_lent(lending: Lending) -> None:
    await lending.chief.made("/delegations", **lending.given)
    chief, reader = lending.chief, lending.kept.reader
    cases: list[tuple[Desk, dict[str, Any], tuple[int, str]]] = [
        (chief, {"person_id": str(reader.id), "first_day": LAST, "last_day": "2026-12-05"}, (409, "first_day")),
        (chief, {"first_day": "2026-11-22"}, (422, "first_day")),
        (chief, {"first_day": "2026-12-02", "last_day": "2026-12-01"}, (422, "")),
        (chief, {"first_day": "2026-12-01", "last_day": "2028-12-01"}, (422, "")),
        (chief, {"person_id": str(chief.id)}, (422, "person_id")),
        (chief, {"person_id": str(lending.stranger.id)}, (422, "person_id")),
        (lending.deputy, {"person_id": str(reader.id)}, (404, "position-not-found")),
        (reader, {}, (404, "position-not-found")),
        (lending.kept.other, {}, (404, "position-not-found")),
        (chief, {"reason": "x" * 501}, (422, "reason")),
    ]
    for desk, change, told in cases:
        assert wrong(await desk.post("/delegations", **lending.given | change)) == told, change


async def test_who_keeps_the_directory_lends_for_others(lending: Lending) -> None:
    made = await lending.kept.own.made("/delegations", **lending.given)
    assert len((await lending.kept.own.get("/delegations", whose="agency")).json()["items"]) == 1
    assert (await lending.kept.own.get("/delegations", whose="lent")).json()["items"] == []
    for desk in (lending.stranger, lending.kept.other, lending.kept.reader):
        assert (await desk.get("/delegations")).json()["items"] == []
    assert (await lending.kept.province.get("/delegations")).json()["items"][0]["may_withdraw"] is True
    held = (await lending.deputy.get("/delegations", whose="held", state="current")).json()["items"]
    assert [(one["id"], one["may_withdraw"]) for one in held] == [(made["id"], False)]
    answer = await lending.kept.own.put(f"/delegations/{made['id']}/withdrawal", version=1)
    assert answer.json()["state"] == "withdrawn"


async def test_it_ends_with_the_position(lending: Lending) -> None:
    made = await lending.chief.made("/delegations", **lending.given)
    coming = {**lending.given, "first_day": "2026-12-05", "last_day": "2026-12-06"}
    await lending.chief.made("/delegations", **coming)
    end = {"version": 1, "valid_to": "2026-11-25"}
    path = f"/positions/{lending.given['position_id']}/end"
    assert (await lending.kept.own.put(path, **end)).status_code == 200
    rows = {one["first_day"]: one for one in (await lending.chief.get("/delegations")).json()["items"]}
    assert (rows[TODAY]["last_day"], rows["2026-12-05"]["state"]) == ("2026-11-24", "withdrawn")
    assert rows[TODAY]["id"] == made["id"]
    stands = await standing_of(lending.kept.office, lending.deputy)
    assert max(one.until or date.max for one in stands.held if one.of) == date(2026, 11, 25)
