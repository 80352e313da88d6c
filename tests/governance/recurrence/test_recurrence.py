"""Recurring work: one task a period, whoever runs the job how often."""

import asyncio
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.calendar.working import Holidays, is_working_day
from governance.recurrence.period import due_in, first_of, name_of, next_first
from governance.recurrence.service import open_due
from tests.governance.office import Desk, Office, Place

DAYS = st.dates(date(2024, 1, 1), date(2032, 12, 31))
CADENCES = st.sampled_from(["week", "month", "quarter", "year"])


@given(CADENCES, DAYS)
def test_every_day_is_in_one_period(cadence: Any, day: date) -> None:
    first = first_of(cadence, day)
    after = next_first(cadence, first)
    assert first <= day < after
    assert first_of(cadence, after) == after
    assert name_of(cadence, first) != name_of(cadence, after)


@given(CADENCES, DAYS, st.integers(1, 31), st.integers(1, 12), st.sampled_from(["after", "before"]))
def test_it_is_never_due_on_a_day_off(cadence: Any, day: date, number: int, month: int, shift: Any) -> None:
    held = Holidays.of([date(2026, 1, 1), date(2027, 1, 1)])
    first, of_period = first_of(cadence, day), {"quarter": min(month, 3)}.get(cadence, month)
    due = due_in(cadence, first, of_period, min(number, 7) if cadence == "week" else number, shift, held)
    assert is_working_day(due, held)
    assert abs((due - first).days) <= 370


@pytest.fixture
async def leader(office: Office) -> Desk:
    return await office.person("giamdoc", "Trịnh Xuân Đốc", Place("H02.14", "leader"), role="leader")


RULE = {"title": "Báo cáo chuyển đổi số", "lead": {"agency": "H02.14"}, "cadence": "month", "day": 25, "ahead_days": 5}


async def opened(office: Office) -> int:
    async with office.app.state.database.session() as session:
        return await open_due(session, office.now)


async def titles(desk: Desk) -> list[tuple[str, str]]:
    items = (await desk.get("/tasks", state="all")).json()["items"]
    return [(one["title"], one["due_on"]) for one in items]


async def test_one_task_a_period(office: Office, leader: Desk) -> None:
    """The 25th of November, then the 25th of December; the 25th of October had passed."""
    await leader.made("/recurring-tasks", **RULE)
    assert await opened(office) == 1
    assert await opened(office) == 0
    office.pass_(days=24)
    assert await opened(office) == 0
    office.pass_(days=1)
    assert await opened(office) == 1
    assert await titles(leader) == [
        ("Báo cáo chuyển đổi số (2026-11)", "2026-11-25"),
        ("Báo cáo chuyển đổi số (2026-12)", "2026-12-25"),
    ]


async def test_several_replicas_open_it_once(office: Office, leader: Desk) -> None:
    await leader.made("/recurring-tasks", **RULE)
    counts = await asyncio.gather(*[opened(office) for _ in range(4)])
    assert sum(counts) == 1
    assert len(await titles(leader)) == 1


async def test_pause_resume_and_end(office: Office, leader: Desk) -> None:
    rule = await leader.made("/recurring-tasks", **{**RULE, "cadence": "week", "day": 5, "ahead_days": 2})
    path = f"/recurring-tasks/{rule['id']}"
    assert (await leader.post(f"{path}/pause", version=1)).json()["state"] == "paused"
    office.pass_(days=21)
    assert await opened(office) == 0
    assert (await leader.post(f"{path}/resume", version=1)).status_code == 409
    assert (await leader.post(f"{path}/resume", version=2)).json()["starts_on"] == "2026-12-14"
    office.pass_(days=2)
    assert await opened(office) == 1
    assert [due for _, due in await titles(leader)] == ["2026-12-18"]
    assert (await leader.post(f"{path}/end", version=3)).status_code == 200
    assert (await leader.post(f"{path}/resume", version=4)).json()["code"] == "task-rule-ended"
    office.pass_(days=14)
    assert await opened(office) == 0


async def test_a_day_off_shifts_and_the_last_day_ends_it(office: Office, leader: Desk) -> None:
    """The 28th of November is a Saturday."""
    facts = {**RULE, "day": 28, "shift": "before", "ends_on": "2026-12-10"}
    await leader.made("/recurring-tasks", **facts)
    await opened(office)
    assert [due for _, due in await titles(leader)] == ["2026-11-27"]
    office.pass_(days=40)
    await opened(office)
    assert len(await titles(leader)) == 1
    assert (await leader.get("/recurring-tasks")).json()["items"][0]["state"] == "ended"


async def test_another_agency_knows_nothing_of_it(office: Office, leader: Desk) -> None:
    rule = await leader.made("/recurring-tasks", **RULE)
    other = await office.person("nong", "Đỗ Văn Nông", Place("H02.21", "leader"), role="leader")
    unit = await office.unit("H02.14", "CDS")
    staff = await office.person("nv", "Nguyễn Nhân Viên", Place("H02.14", unit=unit.id))
    assert (await other.get(f"/recurring-tasks/{rule['id']}")).status_code == 404
    assert (await other.post(f"/recurring-tasks/{rule['id']}/end", version=1)).status_code == 404
    assert (await staff.get("/recurring-tasks")).json()["items"] == []
    assert (await staff.post("/recurring-tasks", **RULE)).status_code == 403


async def test_on_the_page(office: Office, leader: Desk) -> None:
    facts = {"title": "Họp giao ban", "lead": "H02.14", "cadence": "week", "day": "1", "shift": "after"}
    wrong = await leader.submit("/recurring-tasks", **{**facts, "day": "9"}, ahead_days="1", priority="normal")
    assert wrong.status_code == 422
    assert "từ 1 (thứ Hai) đến 7" in wrong.text
    made = await leader.submit("/recurring-tasks", **facts, ahead_days="1", priority="normal")
    assert made.status_code == 303
    listed = await leader.page("/recurring-tasks")
    assert "Hằng tuần, Thứ Hai" in listed.text
    rule = (await leader.get("/recurring-tasks")).json()["items"][0]
    form = await leader.page(f"/recurring-tasks/{rule['id']}")
    assert "Sở Khoa học và Công nghệ" in form.text
    saved = await leader.submit(
        f"/recurring-tasks/{rule['id']}", **{**facts, "title": "Giao ban tuần"}, ahead_days="1", version="1"
    )
    assert saved.status_code == 303
    for words, found in (("tuan giao", ["Giao ban tuần"]), ("Tuần", ["Giao ban tuần"]), ("họp", [])):
        rows = (await leader.get("/recurring-tasks", q=words)).json()["items"]
        assert [one["title"] for one in rows] == found
    assert (await leader.submit(f"/recurring-tasks/{rule['id']}/pause", version="2")).status_code == 303


async def test_the_list_says_who_leads_and_when_it_is_due_next(office: Office, leader: Desk) -> None:
    await leader.made("/recurring-tasks", **RULE)
    ended = await leader.made("/recurring-tasks", **{**RULE, "title": "Họp giao ban", "ends_on": "2026-11-24"})
    assert ended["ends_on"] == "2026-11-24"
    for moved, due in ((0, "25/11/2026"), (3, "25/12/2026")):
        office.pass_(days=moved)
        rows = (await leader.page("/recurring-tasks")).text.partition("<tbody>")[2].split("</tr>")
        monthly, over = [next(row for row in rows if title in row) for title in ("Báo cáo", "Họp giao ban")]
        assert due in monthly
        assert "Sở Khoa học và Công nghệ" in monthly
        assert "25/12/2026" not in over
