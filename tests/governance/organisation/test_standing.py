"""Who stands where today, and how an account finds its person."""

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
