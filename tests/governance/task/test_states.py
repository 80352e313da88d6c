"""Every state × action × role, through HTTP: what the table says happens, and nothing else does."""

from typing import Any

import pytest

from governance.task.states import ACTIONS, MOVES, ROLES, STATES
from tests.governance.task.scene import Scene

WHO = ("giver", "lead", "member", "coordinating", "stranger")
WRITTEN = """
edit              giver                           waiting            waiting
edit              giver                           in_progress        in_progress
start             lead,member                     waiting            in_progress
report            lead,member                     waiting            in_progress
report            lead,member                     in_progress        in_progress
submit            lead                            waiting            submitted
submit            lead                            in_progress        submitted
withdraw          lead                            submitted          in_progress
complete          giver                           submitted          completed
return            giver                           submitted          in_progress
assign            lead                            waiting            waiting
assign            lead                            in_progress        in_progress
divide            lead                            waiting            in_progress
divide            lead                            in_progress        in_progress
ask_extension     lead                            waiting            waiting
ask_extension     lead                            in_progress        in_progress
grant_extension   giver                           waiting            waiting
grant_extension   giver                           in_progress        in_progress
grant_extension   giver                           submitted          submitted
refuse_extension  giver                           waiting            waiting
refuse_extension  giver                           in_progress        in_progress
refuse_extension  giver                           submitted          submitted
evidence          coordinating,lead,member        waiting            waiting
evidence          coordinating,lead,member        in_progress        in_progress
evidence          coordinating,lead,member        submitted          submitted
note              coordinating,giver,lead,member  waiting            waiting
note              coordinating,giver,lead,member  in_progress        in_progress
note              coordinating,giver,lead,member  submitted          submitted
cancel            giver                           waiting            cancelled
cancel            giver                           in_progress        cancelled
cancel            giver                           submitted          cancelled
recover           system                          waiting            cancelled
recover           system                          in_progress        in_progress
recover           system                          submitted          submitted
recover           system                          completed          completed
recover           system                          cancelled          cancelled
settle            system                          waiting            cancelled
settle            system                          in_progress        in_progress
settle            system                          submitted          submitted
settle            system                          completed          completed
settle            system                          cancelled          cancelled
"""
"""As it was agreed, by hand: the table in the code is held against it."""


def agreed() -> set[tuple[str, str, str, str]]:
    rows = [line.split() for line in WRITTEN.strip().splitlines()]
    return {(action, role, before, after) for action, roles, before, after in rows for role in roles.split(",")}


def test_the_table_is_the_one_that_was_agreed() -> None:
    held = {
        (action, role, before, after)
        for action, move in MOVES.items()
        for role in move.roles
        for before, after in move.steps.items()
    }
    assert held == agreed()
    assert {action for action, *_ in held} == set(ACTIONS)


def facts_of(action: str, scene: Scene) -> dict[str, Any]:
    """What the action needs, and is right."""
    facts: dict[str, dict[str, Any]] = {
        "report": {"progress": 40},
        "note": {"note": "Đã họp"},
        "evidence": {"title": "Biên bản", "url": "https://dichvucong.vn/bien-ban"},
        "assign": {"to": scene.to_unit},
        "return": {"note": "Thiếu phụ lục"},
        "ask_extension": {"note": "Chờ hướng dẫn", "due_on": "2027-01-15"},
        "refuse_extension": {"note": "Không lùi được"},
        "cancel": {"note": "Không còn cần"},
    }
    return facts.get(action, {})


async def tried(scene: Scene, who: str, action: str) -> tuple[int, dict[str, Any]]:
    """On the scene's task as it is now."""
    desk, task = getattr(scene, who), scene.task
    path, version = f"/tasks/{task['id']}", task["version"]
    if action == "edit":
        answer = await desk.put(path, title="Đưa 40 dịch vụ lên cổng", due_on=task["due_on"], version=version)
    elif action == "divide":
        answer = await desk.post(f"{path}/subtasks", title="Phần một", lead=scene.to_unit, due_on="2026-12-01")
    else:
        answer = await desk.post(f"{path}/actions/{action}", version=version, **facts_of(action, scene))
    return answer.status_code, answer.json()


async def state_of(scene: Scene) -> str:
    told: dict[str, str] = (await scene.giver.get(f"/tasks/{scene.task['id']}")).json()
    return told["state"]


def expected(state: str, who: str, action: str) -> tuple[int, str]:
    """Status of the answer and state of the task after it."""
    moves = {(action, role, before): after for action, role, before, after in agreed()}
    if action in {"recover", "settle"}:
        return 422, state
    if who == "stranger":
        return 404, state
    if (after := moves.get((action, who, state))) is not None:
        return 201 if action == "divide" else 200, after
    ever = any(known[:2] == (action, who) for known in moves)
    return (409, state) if ever else (403, state)


@pytest.mark.parametrize("state", STATES)
async def test_every_action_of_everybody(scene: Scene, state: str) -> None:
    """On one task until it is changed, and then on a new one; what was refused did nothing."""
    before, wrong = await scene.in_state(state), []
    for action in ACTIONS:
        for who in WHO:
            if asks_again := action == "ask_extension" and state in {"waiting", "in_progress"}:
                await scene.do(scene.giver, "refuse_extension", note="Hỏi lại sau")
                before = scene.task
            status, told = await tried(scene, who, action)
            wanted, after = expected(state, who, action)
            if status != wanted or (status < 400 and await state_of(scene) != after):
                wrong.append((who, action, status, told))
            if status < 400 or asks_again:
                before = await scene.in_state(state)
        if (now := (await scene.giver.get(f"/tasks/{before['id']}")).json())["version"] != before["version"]:
            wrong.append(("refused", action, now["version"], now))
    assert not wrong


@pytest.mark.parametrize("state", STATES)
async def test_who_looks_is_told_what_may_be_done(scene: Scene, state: str) -> None:
    task = await scene.in_state(state)
    for who in WHO[:-1]:
        told = (await getattr(scene, who).get(f"/tasks/{task['id']}")).json()["actions"]
        assert set(told) == {action for action, role, before, _ in agreed() if (role, before) == (who, state)}, who


def test_no_role_is_forgotten() -> None:
    assert {role for _, role, *_ in agreed()} == set(ROLES)
