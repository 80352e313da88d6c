"""Whatever people try in whatever order: no state outside the table, nothing missing from the history."""

from itertools import pairwise
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from governance.task.errors import TaskActionDenied, TaskActionUntimely
from governance.task.states import ACTIONS, CLOSED, MOVES, ROLES, STATES, next_state, possible
from tests.governance.task.scene import Scene
from tests.governance.task.test_states import WHO, facts_of

ATTEMPTS = st.lists(st.tuples(st.sampled_from(ACTIONS), st.sampled_from(ROLES)), max_size=60)
DONE_BY_PEOPLE = sorted(set(ACTIONS) - {"edit", "divide", "recover"})


@given(ATTEMPTS)
def test_no_path_leads_out_of_the_table(attempts: list[tuple[Any, Any]]) -> None:
    state: Any = "waiting"
    for action, role in attempts:
        before, allowed = state, action in possible(state, [role])
        try:
            state = next_state(state, action, [role])
        except (TaskActionDenied, TaskActionUntimely):
            assert not allowed
            continue
        assert allowed
        assert state == MOVES[action].steps[before]
        assert state in STATES
        if before in CLOSED:
            assert state == before


def test_every_open_state_has_a_way_to_an_end() -> None:
    ways = {state: {move.steps[state] for move in MOVES.values() if state in move.steps} for state in STATES}
    for state in set(STATES) - CLOSED:
        assert ways[state] & CLOSED or any(ways[after] & CLOSED for after in ways[state])


@pytest.mark.parametrize("seed", range(4))
async def test_what_was_done_is_in_the_history_and_nothing_else(scene: Scene, seed: int) -> None:
    task, chance, done = await scene.given(), Random(seed), ["open"]
    for _ in range(25):
        action, who = chance.choice(DONE_BY_PEOPLE), chance.choice(WHO)
        path = f"/tasks/{task['id']}/actions/{action}"
        answer = await getattr(scene, who).post(path, version=scene.task["version"], **facts_of(action, scene))
        assert answer.status_code in {200, 403, 404, 409, 422}, answer.text
        if answer.status_code == 200:
            assert answer.json()["state"] == MOVES[action].steps[scene.task["state"]]
            scene.task = answer.json()
            done.append(action)
    steps = list(reversed((await scene.giver.get(f"/tasks/{task['id']}/steps")).json()))
    assert [one["action"] for one in steps] == done
    assert all(one["after"] == two["before"] for one, two in pairwise(steps))
