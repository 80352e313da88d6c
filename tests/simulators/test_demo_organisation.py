"""The demo's directory covers every agency of today and keeps the rules of the real one."""

import tomllib
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import func, select

from governance.organisation.tables import Person, Position
from kit.db import Database
from kit.units import register
from simulators.demo.governance.people import PLAN, add_organisation

TODAY = date(2026, 11, 25)


def plan() -> dict[str, Any]:
    return tomllib.loads(PLAN.read_text(encoding="utf-8"))


def test_every_agency_of_today_can_work() -> None:
    seats = Counter((place["agency"], place["kind"]) for person in plan()["people"] for place in person["positions"])
    units = Counter(unit["agency"] for unit in plan()["units"])
    today = {agency.code for agency in register().agencies_at(TODAY)}
    assert units.keys() | {"H02"} == today
    for agency in today:
        assert seats[agency, "leader"] == 1, agency
        assert seats[agency, "clerk"] >= 1, agency
        if agency != "H02":
            assert units[agency] >= 2, agency
            assert seats[agency, "head"] == units[agency], agency
            assert seats[agency, "staff"] >= 4, agency


def test_no_unit_has_two_heads_and_nobody_is_there_twice() -> None:
    heads = Counter(
        (place["agency"], place.get("unit"))
        for person in plan()["people"]
        for place in person["positions"]
        if place["kind"] == "head"
    )
    assert set(heads.values()) == {1}
    names = Counter(person["name"] for person in plan()["people"])
    assert set(names.values()) == {1}


async def test_loading_twice_adds_nobody(make_database: Callable[[str], str]) -> None:
    database = Database(make_database("governance"), pool_size=1)
    counts = []
    for _ in range(2):
        async with database.session() as session:
            await add_organisation(session, datetime.now(UTC))
            counts.append(
                [await session.scalar(select(func.count()).select_from(table)) for table in (Person, Position)]
            )
    await database.dispose()
    assert counts[0] == counts[1]
    assert counts[0][0] == len(plan()["people"])
