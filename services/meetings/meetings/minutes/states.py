"""What may be done with minutes: action × state × role → the next state. The service, the buttons on the page and the
tests, which try every combination, read it here."""

from dataclasses import dataclass
from typing import Literal, get_args

from meetings.minutes.errors import MinutesActionDenied, MinutesActionUntimely
from meetings.minutes.tables import State
from meetings.participant.tables import Role

Action = Literal["edit", "submit", "comment", "return", "approve", "reopen", "publish", "withdraw"]
Part = Role | Literal["caller"]
"""`caller`: who called the meeting and takes no part in it."""
STATES: tuple[State, ...] = get_args(State)
ACTIONS: tuple[Action, ...] = get_args(Action)
PARTS: tuple[Part, ...] = (*get_args(Role), "caller")


@dataclass(frozen=True, slots=True)
class Move:
    parts: frozenset[str]
    steps: dict[State, State]


def _move(parts: str, steps: str) -> Move:
    """`steps` as `draft>review`; a state alone stays as it is."""
    pairs = [step.partition(">") for step in steps.split()]
    return Move(frozenset(parts.split()), {before: after or before for before, _, after in pairs})  # type: ignore[misc]


MOVES: dict[Action, Move] = {
    "edit": _move("chair secretary", "draft review"),
    "submit": _move("chair secretary", "draft>review"),
    "comment": _move("chair secretary delegate", "review"),
    "return": _move("chair secretary", "review>draft"),
    "approve": _move("chair", "review>approved"),
    "reopen": _move("chair", "approved>draft"),
    "publish": _move("chair secretary", "approved>published"),
    "withdraw": _move("chair", "published>draft"),
}
SEEN: dict[State, frozenset[Part]] = {
    "draft": frozenset({"chair", "secretary"}),
    "review": frozenset({"chair", "secretary", "delegate", "caller"}),
    "approved": frozenset({"chair", "secretary", "delegate", "caller"}),
    "published": frozenset(PARTS),
}
"""Who sees minutes in which state."""


def next_state(state: State, action: Action, part: Part) -> State:
    """MinutesActionDenied when this part never may, MinutesActionUntimely when not in this state."""
    move = MOVES[action]
    if part not in move.parts:
        raise MinutesActionDenied(action=action)
    if state not in move.steps:
        raise MinutesActionUntimely(action=action, state=state)
    return move.steps[state]


def possible(state: State, part: Part) -> list[Action]:
    """In the order in which a page shows them."""
    return [action for action, move in MOVES.items() if state in move.steps and part in move.parts]
