"""The invented work of the demo province: all states are there, and loading it again adds nothing."""

from collections import Counter

from sqlalchemy import select

from governance.recurrence.background import open_recurring
from governance.task.states import STATES
from governance.task.tables import Task, TaskExtension
from simulators.demo.governance.people import add_organisation
from simulators.demo.governance.routine import add_delegations, add_rules
from simulators.demo.governance.tasks import add_tasks
from tests.governance.office import Office


async def test_every_state_is_there_and_twice_is_once(office: Office) -> None:
    counts = []
    for _ in range(2):
        async with office.app.state.database.session() as session:
            await add_organisation(session, office.now)
            await add_tasks(session, office.now)
            states = Counter(await session.scalars(select(Task.state)))
            asked = list(await session.scalars(select(TaskExtension.id)))
        counts.append((states, len(asked)))
    assert counts[0] == counts[1]
    assert set(counts[0][0]) == set(STATES)
    assert counts[0][0].total() == 36
    assert counts[0][1] > 0


async def test_work_that_comes_again_and_who_stands_in_are_there_once(office: Office) -> None:
    for days in (0, 3):
        office.pass_(days=days)
        async with office.app.state.database.session() as session:
            for add in (add_organisation, add_tasks, add_rules, add_delegations):
                await add(session, office.now)
    director, standing_in = (
        office.desk("giamdoc", role="leader", agency="H02.14"),
        office.desk("giamsat", agency="H02.14"),
    )
    answer = await director.get("/recurring-tasks")
    assert answer.status_code == 200, answer.text
    rules = answer.json()["items"]
    assert {(one["cadence"], one["state"]) for one in rules} == {
        (one, "active") for one in ("week", "month", "quarter")
    }
    (lent,) = (await standing_in.get("/delegations", state="current")).json()["items"]
    assert lent["owner"] == "Lương Thị Trưởng"
    async with office.app.state.database.session() as session:
        await open_recurring.work(session, office.app)
        opened = list(await session.scalars(select(Task.title).where(Task.rule_id.is_not(None))))
    assert opened
