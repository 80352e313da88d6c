"""An action item of published minutes becomes one task, whatever the bus does."""

from collections.abc import AsyncIterator, Callable
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest

from kit.contracts.meetings import ActionItem, MinutesPublished
from tests.governance.office import Desk, Office, Place, opened
from tests.governance.task.telling import send, tasks_of, until, wrapped
from tests.support.tokens import TestKeys

STORY = "cuoc-hop-giao-ban"
PATH = "/meetings/meetings/1"


@pytest.fixture
async def listening(make_database: Callable[[str], str], valkey_url: str, keys: TestKeys) -> AsyncIterator[Office]:
    async with opened(make_database("governance"), valkey_url, keys, run_background=True) as office:
        yield office


def item(**more: Any) -> ActionItem:
    return ActionItem.model_validate({"id": uuid4(), "text": "Rà soát ba xã", "lead_agency": "H02.21", **more})


def published(*items: ActionItem) -> MinutesPublished:
    return MinutesPublished(meeting_id=uuid4(), minutes_id=uuid4(), agency="H02.14", path=PATH, action_items=items)


async def test_one_task_for_each_item_with_its_lead_and_day(listening: Office) -> None:
    unit: UUID = (await listening.unit("H02.21", "MT", "Phòng Môi trường")).id
    person = await listening.person("canbo", "Hoàng Thị Ánh", Place("H02.21", "staff", unit))
    items = [
        item(due_on=date(2026, 12, 15), lead_person_id=person.id),
        item(text="Cấp kinh phí", lead_unit_id=unit),
        item(text="Báo cáo", lead_agency="H02.01"),
    ]
    await send(listening.bus_url, *wrapped(published(*items), version=5, story=STORY))
    first, second, third = await until(listening, 3, *[one.id for one in items])
    assert [one.id for one in (first, second, third)] == [one.id for one in items]
    assert (first.agency, first.lead_agency, first.due_on) == ("H02.14", "H02.21", date(2026, 12, 15))
    assert (first.lead_person_id, first.lead_unit_id) == (person.id, unit)
    assert (second.title, second.lead_unit_id, second.lead_person_id) == ("Cấp kinh phí", unit, None)
    assert (third.lead_agency, third.lead_unit_id) == ("H02.01", None)
    assert {(one.origin_service, one.origin_kind, one.origin_path) for one in (first, second, third)} == {
        ("meetings", "minutes", PATH)
    }
    assert {one.correlation_id for one in (first, second, third)} == {STORY}


async def test_its_people_are_told_and_see_where_it_came_from(listening: Office) -> None:
    director = await listening.person("giamdoc", "Trịnh Xuân Đốc", Place("H02.21", "leader"))
    task = item(due_on=date(2026, 12, 15))
    await send(listening.bus_url, *wrapped(published(task)))
    await until(listening, 1, task.id)
    page = await director.page(f"/tasks/{task.id}")
    assert page.status_code == 200
    assert f'<a href="{PATH}">Kết luận cuộc họp</a>' in page.text
    assert "Rà soát ba xã" in (await director.page("/notifications")).text
    assert str(task.id) in (await _listed(director)).text


async def _listed(desk: Desk) -> Any:
    return await desk.page("/tasks?origin_kind=minutes")


async def test_told_again_it_stays_one_task(listening: Office) -> None:
    """The same delivery twice, the same fact in a new envelope, and beside another that is new."""
    task, last = item(), item()
    event = published(task)
    (envelope,) = wrapped(event)
    await send(listening.bus_url, envelope, envelope, *wrapped(event))
    await until(listening, 1, task.id)
    await send(listening.bus_url, *wrapped(event), *wrapped(published(last)))
    await until(listening, 1, last.id)
    assert len(await tasks_of(listening, task.id)) == 1
    told = [data["task_id"] for name, data in await listening.events() if name == "task-opened"]
    assert sorted(told) == sorted([str(task.id), str(last.id)])


async def test_who_left_is_stood_in_for(listening: Office) -> None:
    unit: UUID = (await listening.unit("H02.21", "MT", "Phòng Môi trường")).id
    gone = await listening.person("daroi", "Trần Văn Rời", Place("H02.21", "staff", unit, valid_to=date(2026, 1, 1)))
    items = [item(lead_person_id=gone.id, lead_unit_id=unit), item(lead_person_id=gone.id), item(lead_unit_id=uuid4())]
    await send(listening.bus_url, *wrapped(published(*items)))
    first, second, third = await until(listening, 3, *[one.id for one in items])
    assert (first.lead_unit_id, first.lead_person_id) == (unit, None)
    assert (second.lead_agency, second.lead_unit_id, second.lead_person_id) == ("H02.21", None, None)
    assert (third.lead_agency, third.lead_unit_id) == ("H02.21", None)
