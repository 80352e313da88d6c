"""Numbers of a register: 1, 2, 3 … by agency and year, whoever registers at once with whom and whatever fails."""

import asyncio
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from tests.governance.document.registry import Staff, facts
from tests.governance.office import Desk, Place

DAYS = ("2026-11-23", "2026-03-01", "2025-12-31")
BREAKS = "BB"
"""Documents of this kind are refused by the database at the very end, when the number has been given."""
AT_COMMIT = """
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN IF NEW.kind = 'BB' THEN RAISE EXCEPTION 'refused at commit'; END IF; RETURN NULL; END $$
"""
TRIGGER = """
CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON document DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION refuse()
"""
deeds = st.lists(
    st.tuples(st.sampled_from(["register", "fail", "twice", "cancel"]), st.integers(0, 2), st.sampled_from(DAYS)),
    min_size=1,
    max_size=20,
)


@pytest.fixture
async def clerks(staff: Staff) -> list[Desk]:
    """Two of one agency, one of another."""
    second = await staff.office.person("vanthu2", "Lê Thư", Place("H02.14", "clerk"))
    third = await staff.office.person("vanthu3", "Hồ Thư", Place("H02.21", "clerk"))
    async with staff.office.app.state.database.session() as session:
        await session.execute(text(AT_COMMIT))
        await session.execute(text(TRIGGER))
    return [staff.clerk, second, third]


async def do(staff: Staff, clerk: Desk, deed: str, day: str) -> None:
    body = facts(staff.office, arrived_on=day, dated=None, kind=BREAKS if deed == "fail" else "CT")
    if deed == "cancel":
        items = (await clerk.get("/documents", state="registered", limit=1)).json()["items"]
        answers = [await clerk.post(f"/documents/{one['id']}/cancel", version=1, reason="Nhầm") for one in items]
        assert {one.status_code for one in answers} <= {200, 409}  # another may have been faster
        return
    key = {"key": uuid4().hex} if deed == "twice" else {}
    times = 2 if deed == "twice" else 1
    answers = await asyncio.gather(*[clerk.post("/documents", **body, **key) for _ in range(times)])
    assert {one.status_code for one in answers} == ({500} if deed == "fail" else {201})
    assert deed != "twice" or answers[0].json()["id"] == answers[1].json()["id"]


async def given_numbers(clerk: Desk) -> dict[int, list[int]]:
    """Of the clerk's register by year, in order."""
    found: dict[int, list[int]] = {}
    page = {"next": ""}
    while page["next"] is not None:
        page = (await clerk.get("/documents", limit=200, sort="number", after=page["next"])).json()
        for one in page["items"]:
            found.setdefault(one["year"], []).append(one["number"])
    return found


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds)
async def test_no_gap_and_no_duplicate(staff: Staff, clerks: list[Desk], planned: list[tuple[str, int, str]]) -> None:
    await asyncio.gather(*[do(staff, clerks[who], deed, day) for deed, who, day in planned])
    for clerk in clerks:
        for given_ in (await given_numbers(clerk)).values():
            assert given_ == list(range(1, len(given_) + 1))


async def test_fifty_clerks_at_once(staff: Staff) -> None:
    desks = [await staff.office.person(f"thu{n}", f"Văn thư {n}", Place("H02.14", "clerk")) for n in range(50)]
    answers = await asyncio.gather(*[desk.post("/documents", **facts(staff.office)) for desk in desks])
    assert sorted(answer.json()["number"] for answer in answers) == list(range(1, 51))
