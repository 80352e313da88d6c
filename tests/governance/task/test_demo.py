"""The invented work of the demo province: all states are there, and loading it again adds nothing."""

from collections import Counter

from sqlalchemy import select

from governance.task.states import STATES
from governance.task.tables import Task, TaskExtension
from simulators.demo.governance.people import add_organisation
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
