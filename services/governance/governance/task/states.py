"""What may be done with a task: action × state × role → the next state. Everything that asks reads it here: the API,
the buttons on the page, and the tests, which try every combination."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal, get_args

from governance.task.errors import TaskActionDenied, TaskActionUntimely
from kit.contracts.governance import TaskState

Role = Literal["giver", "lead", "member", "coordinating", "system"]
"""The agency that gave it and who wrote it down; who must see it done; people of the leading unit; who helps; this
service itself, on what other services tell."""
Act = Literal[
    "start",
    "report",
    "submit",
    "withdraw",
    "complete",
    "return",
    "assign",
    "ask_extension",
    "grant_extension",
    "refuse_extension",
    "evidence",
    "note",
    "cancel",
]
Action = Literal[Act, "edit", "divide", "recover", "settle"]
"""The last four have addresses of their own, or none."""
STATES: tuple[TaskState, ...] = get_args(TaskState)
ACTIONS: tuple[Action, ...] = get_args(Action)
ROLES: tuple[Role, ...] = get_args(Role)
CLOSED: frozenset[TaskState] = frozenset({"completed", "cancelled"})


@dataclass(frozen=True, slots=True)
class Move:
    """`needs`: what must come with it. `adds`: it overwrites nothing, so any version of the task will do."""

    roles: frozenset[Role]
    steps: dict[TaskState, TaskState]
    needs: tuple[str, ...] = ()
    adds: bool = False


def _move(roles: str, steps: str, needs: str = "", *, adds: bool = False) -> Move:
    """`steps` as `waiting>in_progress`; a state alone stays as it is."""
    pairs = [step.partition(">") for step in steps.split()]
    told = {before: after or before for before, _, after in pairs}
    return Move(frozenset(roles.split()), told, tuple(needs.split()), adds)  # type: ignore[arg-type]


OPEN = "waiting in_progress submitted"
MOVES: dict[Action, Move] = {
    "edit": _move("giver", "waiting in_progress"),
    "start": _move("lead member", "waiting>in_progress"),
    "report": _move("lead member", "waiting>in_progress in_progress", "progress"),
    "note": _move("giver lead member coordinating", OPEN, "note", adds=True),
    "evidence": _move("lead member coordinating", OPEN, "title", adds=True),
    "assign": _move("lead", "waiting in_progress", "to"),
    "divide": _move("lead", "waiting>in_progress in_progress"),
    "submit": _move("lead", "waiting>submitted in_progress>submitted"),
    "withdraw": _move("lead", "submitted>in_progress"),
    "complete": _move("giver", "submitted>completed"),
    "return": _move("giver", "submitted>in_progress", "note"),
    "ask_extension": _move("lead", "waiting in_progress", "note"),
    "grant_extension": _move("giver", OPEN),
    "refuse_extension": _move("giver", OPEN, "note"),
    "cancel": _move("giver", "waiting>cancelled in_progress>cancelled submitted>cancelled", "note"),
    "recover": _move("system", "waiting>cancelled in_progress submitted completed cancelled"),
    "settle": _move("system", "waiting>cancelled in_progress submitted completed cancelled"),
}


def next_state(state: TaskState, action: Action, roles: Collection[Role]) -> TaskState:
    """TaskActionDenied when none of the roles ever may, TaskActionUntimely when not in this state."""
    move = MOVES[action]
    if move.roles.isdisjoint(roles):
        raise TaskActionDenied(action=action)
    if state not in move.steps:
        raise TaskActionUntimely(action=action, state=state)
    return move.steps[state]


def possible(state: TaskState, roles: Iterable[Role]) -> list[Action]:
    """In the order in which a page shows them."""
    held = set(roles)
    return [action for action, move in MOVES.items() if state in move.steps and not move.roles.isdisjoint(held)]
