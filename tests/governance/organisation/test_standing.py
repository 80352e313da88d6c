"""Who stands where today, and how an account finds its person."""

import asyncio
from datetime import date
from typing import Any

from governance.organisation.standing import Standing, find_standing
from kit.auth import Caller
from kit.clock import local_day
from tests.governance.office import Desk, Office, Place


async def standing_of(office: Office, desk: Desk) -> Standing:
    claims: dict[str, Any] = {"sub": str(desk.account), "kind": "official", **desk.claims}
    async with office.app.state.database.session() as session:
        return await find_standing(session, Caller.of_claims(claims), local_day(office.now))


async def test_positions_of_today_count(office: Office) -> None:
    digital = await office.unit("H02.14", "CDS", "Phòng Chuyển đổi số")
    places = [
        Place("H02.14", "head", digital.id),
        Place("H02", "clerk", valid_to=date(2026, 1, 1)),
        Place("H02.21", "leader", valid_from=date(2026, 11, 24)),
    ]
    desk = await office.person("truongphong", "Lương Thị Trưởng", *places)
    stands = await standing_of(office, desk)
    assert stands.agencies == {"H02.14"}
    assert stands.headed == {digital.id}
    assert not stands.led | stands.kept
    office.pass_(days=1)
    assert (await standing_of(office, desk)).led == {"H02.21"}


async def test_the_first_sign_in_finds_the_person_once_and_twice_at_once(office: Office) -> None:
    desk = await office.person("huong", "Nguyễn Thị Hường", Place("H02.14", "clerk"))
    answers = await asyncio.gather(*(desk.get("/delegations") for _ in range(8)))
    assert [answer.status_code for answer in answers] == [200] * 8
    later = office.desk("ten-moi", account=desk.account, agency="H02.14")
    assert (await standing_of(office, later)).person_id == desk.id


async def test_a_name_that_is_somebody_elses_by_now_is_not_linked(office: Office) -> None:
    desk = await office.person("huong", "Nguyễn Thị Hường", Place("H02.14", "clerk"))
    assert (await desk.get("/delegations")).status_code == 200
    assert (await office.desk("huong", agency="H02.14").get("/delegations")).json()["code"] == "not-in-directory"
    personnel = office.desk("tochuc", role="personnel", agency="H02.14")
    assert (await personnel.delete(f"/people/{desk.id}/account")).json()["linked"] is False
    second = office.desk("huong", agency="H02.14")
    assert (await second.get("/delegations")).status_code == 200
    assert (await desk.get("/delegations")).status_code == 403


async def test_a_changed_name_lets_the_account_go(office: Office) -> None:
    desk = await office.person("huong", "Nguyễn Thị Hường", Place("H02.14", "clerk"))
    assert (await desk.get("/delegations")).status_code == 200
    personnel = office.desk("tochuc", role="personnel", agency="H02.14")
    facts = {"version": 1, "name": "Nguyễn Thị Hường", "username": "huong.nt"}
    assert (await personnel.put(f"/people/{desk.id}", **facts)).json()["linked"] is False
    assert (await desk.get("/delegations")).status_code == 403
    assert (await office.desk("huong.nt", agency="H02.14").get("/delegations")).status_code == 200


async def test_a_directory_claims_no_account_of_another_agency(office: Office) -> None:
    await office.person("giamdoc", "Kẻ Mạo Danh", Place("H02.21", "clerk"))
    assert (await office.desk("giamdoc", agency="H02.14").get("/delegations")).status_code == 403
    assert (await office.desk("giamdoc", agency="H02.21").get("/delegations")).status_code == 200
