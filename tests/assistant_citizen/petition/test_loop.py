"""From a citizen over the bus to a task of governance, which runs beside, and back to the citizen."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from assistant_citizen.petition.queries import get_by_code
from assistant_citizen.petition.service import Keeping
from governance.task.tables import Task, TaskPetition
from governance.triage.tables import FieldUnit
from kit.contracts.assistant_citizen import PetitionClosed, PetitionFiled
from kit.outbox.tables import OutboxEvent
from simulators.demo.citizen.petitioning import add_petitions
from tests.assistant_citizen.assistant import Assistant
from tests.assistant_citizen.assistant import opened as assistant_opened
from tests.assistant_citizen.petition.filing import ANSWERING, OFFICE, READING, WORDS, answered, filed, newest, picture
from tests.governance.office import Desk, Office, Place
from tests.governance.office import opened as governance_opened
from tests.governance.task.telling import send, until, wrapped
from tests.support.tokens import TestKeys

SECONDS_TO_ARRIVE = 60  # nothing waits so long but on a busy machine
ENVIRONMENT = "H02.21"


@dataclass
class Province:
    """The assistant of citizens and governance, on one bus."""

    assistant: Assistant
    office: Office

    async def told(self, code: str, state: str) -> dict[str, Any]:
        """What the citizen is told once it is so."""
        async with asyncio.timeout(SECONDS_TO_ARRIVE):
            while (told := (await self.assistant.public.get(f"/petitions/{code}")).json())["state"] != state:
                await asyncio.sleep(0.02)
        return dict(told)

    async def petition_id(self, code: str) -> UUID:
        async with self.assistant.app.state.database.session() as session:
            return (await get_by_code(session, code)).id

    async def act(self, desk: Desk, task: UUID, action: str, **more: Any) -> None:
        version = (await desk.get(f"/tasks/{task}")).json()["version"]
        answer = await desk.post(f"/tasks/{task}/actions/{action}", version=version, **more)
        assert answer.status_code == 200, answer.text


@pytest.fixture
async def province(
    make_database: Callable[[str], str], valkey_url: str, keys: TestKeys, tmp_path: Path
) -> AsyncIterator[Province]:
    files = (tmp_path / "files").as_uri()
    citizens, governance = make_database("assistant_citizen"), make_database("governance")
    async with (
        governance_opened(governance, valkey_url, keys, run_background=True) as office,
        assistant_opened(citizens, valkey_url, keys, files_url=files, run_background=True) as assistant,
    ):
        await assistant.keeper.made("/offices", **OFFICE)
        assistant.app.state.settings = assistant.app.state.settings.model_copy(
            update={"petition_codes_per_minute": 9**9}
        )
        yield Province(assistant, office)


async def test_from_the_citizen_to_the_unit_and_back(province: Province) -> None:
    office, assistant = province.office, province.assistant
    unit = await office.unit(ENVIRONMENT, "MT", "Phòng Môi trường")
    await office.add(FieldUnit(agency=ENVIRONMENT, field="environment", unit_id=unit.id))
    giver = await office.person("chanhvp", "Vũ Thị Chánh", Place("H02.01", "leader"))
    director = await office.person("giamdoc", "Trịnh Xuân Đốc", Place(ENVIRONMENT, "leader"))
    code = await filed(assistant, picture(), area=OFFICE["code"], place="ngõ 5", name="Nguyễn Thị Lan")
    await province.told(code, "assigned")
    petition = await province.petition_id(code)
    [task] = await until(office, 1, petition)
    assert (task.lead_agency, task.lead_unit_id) == (ENVIRONMENT, unit.id)
    assert task.title == "Xử lý phản ánh của người dân: rác thải, môi trường (Phường Bắc Giang)"
    assert task.correlation_id == str(petition)
    assert not any(one in str(vars(task)) for one in (WORDS, "ngõ 5", "Lan", code))
    page = await director.page(f"/tasks/{task.id}")
    assert f'<a href="/assistant-citizen/petition-desk/{petition}">Phản ánh của người dân</a>' in page.text
    read = (await assistant.desk(*READING).get(f"/petition-desk/{petition}")).json()  # H02.01 gave it
    assert (read["text"], read["lead_agency"]) == (WORDS, ENVIRONMENT)
    await province.act(director, task.id, "start")
    await province.told(code, "processing")
    await province.act(director, task.id, "submit")
    await province.act(giver, task.id, "complete")
    desk = assistant.desk(*ANSWERING)
    async with asyncio.timeout(SECONDS_TO_ARRIVE):
        while not (await desk.get("/petition-desk", waiting=True)).json()["items"]:
            await asyncio.sleep(0.02)
    found = await newest(desk)
    assert (found["task_state"], found["task_path"], found["state"]) == (
        "completed", f"/governance/tasks/{task.id}", "processing",
    )  # fmt: skip
    assert (await answered(desk, found)).status_code == 200
    told = await province.told(code, "answered")
    assert (told["answer"], [one["action"] for one in told["steps"]]) == (
        "Đã dọn xong.", ["filed", "assigned", "processing", "answered"],
    )  # fmt: skip


async def test_answered_at_once_nobody_has_to_do_anything(province: Province) -> None:
    """The lead is proposed by name; work that nobody began is settled; cancelled work leaves the petition open."""
    office, assistant = province.office, province.assistant
    await office.unit(ENVIRONMENT, "MT", "Phòng Quản lý Môi trường")
    giver = await office.person("chanhvp", "Vũ Thị Chánh", Place("H02.01", "leader"))
    operator = assistant.desk(*ANSWERING)
    first, second = await filed(assistant), await filed(assistant, category="service")
    for code in (first, second):
        await province.told(code, "assigned")
    settled, cancelled = [await province.petition_id(code) for code in (first, second)]
    [proposed] = await until(office, 1, settled)
    steps = (await giver.get(f"/tasks/{proposed.id}/steps")).json()
    assert (proposed.lead_agency, proposed.lead_unit_id) == (ENVIRONMENT, None)
    assert "Phòng Quản lý Môi trường" in str(steps)
    case = (await operator.get(f"/petition-desk/{settled}")).json()
    await answered(operator, case, outcome="redirected", to="Công ty Môi trường đô thị")
    [closed] = await until(office, 1, settled, state="cancelled")
    assert closed.state == "cancelled"
    [other] = await until(office, 1, cancelled)
    assert other.lead_agency == "H02.01"
    await province.act(giver, other.id, "cancel", note="Không đúng nơi")
    assert (await province.told(second, "received"))["steps"][-1]["action"] == "returned"
    assert (await operator.get("/petition-desk", waiting=True)).json()["items"][0]["id"] == str(cancelled)


async def test_told_twice_late_or_in_another_order_it_is_one_task(province: Province) -> None:
    office = province.office
    moment = province.assistant.now
    facts = {"category": "zoo", "area": "Xã Tân Yên", "filed_at": moment, "path": "/assistant-citizen/petition-desk/x"}
    known = [UUID(int=number) for number in (1, 2)]
    events = [PetitionFiled(petition_id=one, **facts) for one in known]
    answer = PetitionClosed(petition_id=known[1], outcome="answered", closed_at=moment, **facts)
    await send(office.bus_url, *wrapped(answer, version=2))
    async with asyncio.timeout(SECONDS_TO_ARRIVE):
        while not await _row(office, TaskPetition, known[1]):
            await asyncio.sleep(0.02)
    await send(office.bus_url, *wrapped(events[1], events[0], events[0]), *wrapped(events[0]))
    [task] = await until(office, 1, known[0])
    assert (task.title, task.lead_agency) == ("Xử lý phản ánh của người dân: zoo (Xã Tân Yên)", "H02.01")
    assert await _row(office, Task, known[1]) is None


async def _row(office: Office, table: type[Any], key: UUID) -> Any:
    async with office.app.state.database.session() as session:
        return await session.get(table, key)


async def test_while_the_bus_is_away_petitions_wait_for_it(
    make_database: Callable[[str], str], valkey_url: str, keys: TestKeys, tmp_path: Path
) -> None:
    """The demo's, and one with a photo of today; each goes out once the bus is there."""
    citizens, files = make_database("assistant_citizen"), (tmp_path / "files").as_uri()
    nobody = {"bus_url": "redis://127.0.0.1:1/0", "run_background": True, "files_url": files}
    async with assistant_opened(citizens, valkey_url, keys, **nobody) as assistant:
        keeping = Keeping.of(assistant.app)
        async with assistant.app.state.database.session() as session:
            assert await add_petitions(session, keeping, assistant.now) == 5
        async with assistant.app.state.database.session() as session:
            assert await add_petitions(session, keeping, assistant.now) == 0
        code = await filed(assistant, picture())
        assert (await assistant.public.get(f"/petitions/{code}")).json()["state"] == "received"
        assert await _waiting(assistant) == 5 + 2 * 2 + 1
    async with assistant_opened(citizens, valkey_url, keys, run_background=True, files_url=files) as assistant:
        async with asyncio.timeout(SECONDS_TO_ARRIVE):
            while await _waiting(assistant):
                await asyncio.sleep(0.02)
        done = (await assistant.desk(*ANSWERING).get("/petition-desk", state="answered")).json()["items"]
        assert [one["rating"] for one in done] == ["good"]


async def _waiting(assistant: Assistant) -> int:
    """Events that no bus has taken."""
    query = select(func.count()).select_from(OutboxEvent)
    query = query.where(OutboxEvent.published_at.is_(None), OutboxEvent.topic.contains("petition"))
    async with assistant.app.state.database.session() as session:
        return int(await session.scalar(query) or 0)
