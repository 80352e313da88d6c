"""The calendar through its doors: written by itself, edited by those who may, seen by everybody."""

from datetime import date

import pytest
from sqlalchemy import update

from governance.calendar.background import write_holidays
from governance.calendar.queries import holidays_of
from governance.calendar.tables import Holiday
from governance.calendar.working import add_working_days
from kit.jobs.runner import run_if_due
from tests.governance.office import Desk, Office


@pytest.fixture
async def clerk(office: Office) -> Desk:
    return office.desk("tochuc", "Bùi Văn Tổ", role="personnel", agency="H02.14")


async def days(desk: Desk, year: int) -> dict[str, dict[str, object]]:
    answer = await desk.get("/holidays", year=year)
    assert answer.status_code == 200, answer.text
    return {row["day"]: row for row in answer.json()}


async def test_the_years_are_written_once_and_then_people_decide(office: Office, clerk: Desk) -> None:
    assert await run_if_due(office.app, write_holidays, office.now)
    held = await days(clerk, 2027)
    assert held["2027-02-06"]["name"] == "Tết Nguyên Đán"
    assert not held["2027-02-06"]["verified"]
    assert held["2027-02-06"]["source"] == "Bộ luật Lao động 2019, Điều 112"
    removed = await clerk.delete(f"/holidays/{held['2027-02-06']['id']}", version=1)
    assert removed.status_code == 204
    office.pass_(days=1)
    assert await run_if_due(office.app, write_holidays, office.now)
    assert "2027-02-06" not in await days(clerk, 2027)


async def test_days_that_only_named_the_library_get_their_legal_basis(office: Office, clerk: Desk) -> None:
    assert await run_if_due(office.app, write_holidays, office.now)
    async with office.app.state.database.session() as session:
        await session.execute(update(Holiday).where(Holiday.day < date(2026, 5, 1)).values(source="holidays 0.108"))
        await session.execute(update(Holiday).where(Holiday.day == date(2026, 1, 1)).values(source="TB 1/TB-BNV"))
        await session.commit()
    office.pass_(days=1)
    assert await run_if_due(office.app, write_holidays, office.now)
    held = {day: row["source"] for day, row in (await days(clerk, 2026)).items()}
    assert held["2026-01-01"] == "TB 1/TB-BNV"
    assert held["2026-04-27"] == "Bộ luật Lao động 2019, Điều 111 khoản 3"
    assert held["2026-08-22"] == "Lịch hoán đổi ngày làm việc công bố cho năm 2026"
    page = (await clerk.page("/calendar?year=2026")).text
    assert "chưa ai đối chiếu" in page
    assert page.count("holidays 0.") == 1  # in the small print


async def test_before_anything_is_written_the_law_holds(office: Office) -> None:
    async with office.app.state.database.session() as session:
        held = await holidays_of(session, date(2026, 2, 1), date(2026, 3, 1))
    assert add_working_days(date(2026, 2, 13), 1, held) == date(2026, 2, 23)


async def test_a_swapped_day_moves_deadlines(office: Office, clerk: Desk) -> None:
    async def due() -> str:
        return str((await clerk.get("/holidays/working-days", count=1, start="2026-11-27")).json()["to"])

    assert await due() == "2026-11-30"
    await clerk.made("/holidays", day="2026-11-30", name="Nghỉ hoán đổi", source="TB 1/TB-VPCP", verified=True)
    assert await due() == "2026-12-01"
    await clerk.made("/holidays", day="2026-11-28", name="Làm bù", kind="worked")
    assert await due() == "2026-11-28"


async def test_a_stale_edit_says_what_changed(office: Office, clerk: Desk) -> None:
    made = await clerk.made("/holidays", day="2026-12-24", name="Nghỉ")
    facts = {"name": "Nghỉ bù", "kind": "off", "version": 1}
    assert (await clerk.put(f"/holidays/{made['id']}", **facts)).json()["version"] == 2
    stale = await clerk.put(f"/holidays/{made['id']}", **facts | {"name": "Nghỉ lễ"})
    assert stale.status_code == 409
    assert stale.json()["changed"] == {"name": "Nghỉ bù"}


@pytest.mark.parametrize(
    ("facts", "status"),
    [
        ({"day": "2026-12-24", "name": ""}, 422),
        ({"day": "2026-12-24", "name": "Làm bù", "kind": "worked"}, 422),
        ({"day": "2026-13-24", "name": "Nghỉ"}, 422),
        ({"day": "9999-12-24", "name": "Nghỉ"}, 422),
        ({"day": "2026-12-25", "name": "Nghỉ", "kind": "half"}, 422),
        ({"day": "2026-12-31", "name": "Nghỉ"}, 409),
    ],
    ids=str,
)
async def test_wrong_days_are_refused(office: Office, clerk: Desk, facts: dict[str, str], status: int) -> None:
    await clerk.made("/holidays", day="2026-12-31", name="Nghỉ cuối năm")
    assert (await clerk.post("/holidays", **facts)).status_code == status


async def test_everybody_sees_and_only_some_edit(office: Office, clerk: Desk) -> None:
    reader = office.desk("canbo", role="official")
    made = await clerk.made("/holidays", day="2026-12-24", name="Nghỉ")
    assert "2026-12-24" in await days(reader, 2026)
    assert (await reader.post("/holidays", day="2026-12-25", name="Nghỉ")).status_code == 403
    assert (await reader.put(f"/holidays/{made['id']}", name="Nghỉ", version=1)).status_code == 403
    assert (await reader.delete(f"/holidays/{made['id']}", version=1)).status_code == 403
    page = await reader.page("/calendar?year=2026")
    assert "24/12/2026" in page.text
    assert 'name="verified"' not in page.text


async def test_the_page_adds_changes_and_removes(office: Office, clerk: Desk) -> None:
    added = await clerk.submit("/calendar", day="2026-12-24", name="Nghỉ bù", kind="off")
    assert added.status_code == 303
    (row,) = (await days(clerk, 2026)).values()
    taken = await clerk.submit("/calendar", day="2026-12-24", name="Nghỉ", kind="off")
    assert taken.status_code == 409
    assert "đã có trong lịch" in taken.text
    saved = await clerk.submit(f"/calendar/{row['id']}", name="Nghỉ lễ", kind="off", verified="true", version=1)
    assert saved.status_code == 303
    assert "Nghỉ lễ" in (await clerk.page("/calendar.csv?year=2026")).text
    assert (await clerk.submit(f"/calendar/{row['id']}/remove", version=2)).status_code == 303
    assert await days(clerk, 2026) == {}
