"""An alert of monitoring becomes one task, whatever the bus does."""

from collections.abc import AsyncIterator, Callable
from datetime import date
from uuid import uuid4

import pytest

from governance.calendar.queries import holidays_around
from governance.calendar.working import add_working_days
from kit.clock import local_day, utc
from tests.governance.office import Office, Place, opened
from tests.governance.task.telling import day, raised, recovered, send, tasks_of, until, wrapped
from tests.support.tokens import TestKeys


@pytest.fixture
async def listening(make_database: Callable[[str], str], valkey_url: str, keys: TestKeys) -> AsyncIterator[Office]:
    async with opened(make_database("governance"), valkey_url, keys, run_background=True) as office:
        yield office


async def test_a_task_for_the_agency_that_leads_the_indicator(listening: Office) -> None:
    event = raised(due_on=date(2027, 1, 15))
    await send(listening.bus_url, *wrapped(event, story="cau-chuyen-1"))
    (task,) = await until(listening, 1, event.alert_id)
    assert (task.agency, task.lead_agency, task.due_on) == ("H02.01", "H02.14", day("2027-01-15"))
    assert (task.origin_service, task.origin_kind, task.origin_path) == ("monitoring", "alert", event.path)
    assert task.correlation_id == "cau-chuyen-1"
    assert "P5.1" in task.title
    director = await listening.person("giamdoc", "Trịnh Xuân Đốc", Place("H02.14", "leader"))
    told = (await director.get(f"/tasks/{task.id}")).json()
    assert told["origin"] == {"service": "monitoring", "kind": "alert", "id": str(event.alert_id), "path": event.path}
    emitted = [data for name, data in await listening.events() if name == "task-opened"]
    assert [(one["task_id"], one["origin"]["id"]) for one in emitted] == [(str(task.id), str(event.alert_id))]


async def test_who_watches_over_the_province_reads_what_became_of_an_alert_and_nothing_else(
    listening: Office,
) -> None:
    event = raised()
    await send(listening.bus_url, *wrapped(event))
    (task,) = await until(listening, 1, event.alert_id)
    unit = (await listening.unit("H02.21", "TH", "Phòng Tổng hợp")).id
    watching = await listening.person("giamsat", "Vũ Thị Giám", Place("H02.21", "staff", unit), role="supervisor")
    stranger = await listening.person("nguoila", "Lý Thị Lạ", Place("H02.21", "leader"), role="leader")
    page = await watching.page(f"/tasks/{task.id}")
    assert page.status_code == 200
    assert f'href="{event.path}"' in page.text
    assert "Bạn không có thao tác nào" in page.text
    assert (await stranger.page(f"/tasks/{task.id}")).status_code == 404
    refused = await watching.post(f"/tasks/{task.id}/actions/start", version=task.version)
    assert refused.status_code == 403, refused.text
    own = await stranger.made("/tasks", title="Việc riêng", lead={"agency": "H02.21"})
    assert (await watching.page(f"/tasks/{own['id']}")).status_code == 404


async def test_without_agency_and_day_the_office_leads_for_ten_working_days(listening: Office) -> None:
    event = raised(agency=None)
    await send(listening.bus_url, *wrapped(event))
    (task,) = await until(listening, 1, event.alert_id)
    today = local_day(utc())
    async with listening.app.state.database.session() as session:
        due = add_working_days(today, 10, await holidays_around(session, today))
    assert (task.lead_agency, task.due_on) == ("H02.01", due)


async def test_told_again_it_stays_one_task(listening: Office) -> None:
    """The same delivery twice, the same fact in a new envelope, and said once more for those who are new."""
    event = raised()
    (first,) = wrapped(event)
    again = first.model_copy(update={"id": uuid4(), "republished": True})
    await send(listening.bus_url, first, first, *wrapped(event), again)
    last = raised()
    await send(listening.bus_url, *wrapped(last))
    await until(listening, 1, last.alert_id)
    assert len(await tasks_of(listening, event.alert_id)) == 1


async def test_what_nobody_began_closes_when_the_alert_recovers(listening: Office) -> None:
    event = raised()
    await send(listening.bus_url, *wrapped(event))
    await until(listening, 1, event.alert_id)
    await send(listening.bus_url, *wrapped(recovered(event), version=2))
    (task,) = await until(listening, 1, event.alert_id, state="cancelled")
    director = await listening.person("giamdoc", "Trịnh Xuân Đốc", Place("H02.14", "leader"))
    newest = (await director.get(f"/tasks/{task.id}/steps")).json()[0]
    assert (newest["action"], newest["before"], newest["after"]) == ("recover", "waiting", "cancelled")
    assert "Số liệu mới đạt yêu cầu" in newest["note"]


async def test_work_that_began_goes_on_with_a_note(listening: Office) -> None:
    event = raised()
    await send(listening.bus_url, *wrapped(event))
    (task,) = await until(listening, 1, event.alert_id)
    director = await listening.person("giamdoc", "Trịnh Xuân Đốc", Place("H02.14", "leader"))
    started = await director.post(f"/tasks/{task.id}/actions/start", version=1)
    assert started.status_code == 200, started.text
    later = raised()
    await send(listening.bus_url, *wrapped(recovered(event, "withdrawn"), version=2))
    await send(listening.bus_url, *wrapped(later), *wrapped(recovered(later), version=2))
    await until(listening, 1, later.alert_id, state="cancelled")
    told = (await director.get(f"/tasks/{task.id}/steps")).json()
    assert [(one["action"], one["after"]) for one in told[:2]] == [
        ("recover", "in_progress"),
        ("start", "in_progress"),
    ]


async def test_a_recovery_that_comes_first_is_remembered(listening: Office) -> None:
    """Two topics, no order between them."""
    event = raised()
    await send(listening.bus_url, *wrapped(recovered(event), version=2))
    other = raised()
    await send(listening.bus_url, *wrapped(other))
    await until(listening, 1, other.alert_id)
    assert await tasks_of(listening, event.alert_id) == []
    await send(listening.bus_url, *wrapped(event))
    (task,) = await until(listening, 1, event.alert_id, state="cancelled")
    assert task.state == "cancelled"
    await send(listening.bus_url, *wrapped(event), *wrapped(recovered(event), version=2))
    last = raised()
    await send(listening.bus_url, *wrapped(last))
    await until(listening, 1, last.alert_id)
    assert len(await tasks_of(listening, event.alert_id)) == 1


async def test_three_hundred_at_once(listening: Office) -> None:
    """Each once, with numbers that have no gap; their agency is told how many, not three hundred times."""
    director = await listening.person("giamdoc", "Trịnh Xuân Đốc", Place("H02.14", "leader"))
    events = [raised() for _ in range(300)]
    envelopes = wrapped(*events)
    await send(listening.bus_url, *envelopes, *envelopes[:50])
    tasks = await until(listening, 300, *[event.alert_id for event in events])
    assert len(tasks) == 300
    assert [task.number for task in tasks] == list(range(1, 301))
    assert len({task.correlation_id for task in tasks}) == 300
    page = await director.page("/tasks?origin_kind=alert&state=open")
    assert page.text.count("Xử lý cảnh báo P5.1") == 50


async def test_what_was_raised_while_governance_was_down_arrives_once(
    make_database: Callable[[str], str], valkey_url: str, keys: TestKeys
) -> None:
    database, (before, during) = make_database("governance"), (raised(), [raised() for _ in range(20)])
    async with opened(database, valkey_url, keys, run_background=True) as office:
        await send(office.bus_url, *wrapped(before))
        await until(office, 1, before.alert_id)
    await send(valkey_url, *wrapped(*during), *wrapped(recovered(during[0]), version=2))
    async with opened(database, valkey_url, keys, run_background=True) as office:
        tasks = await until(office, 20, *[event.alert_id for event in during])
        await until(office, 1, during[0].alert_id, state="cancelled")
        assert len(tasks) == 20
        assert len(await tasks_of(office, before.alert_id)) == 1
