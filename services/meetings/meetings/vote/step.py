"""What may be done with a vote, in which state, by whom: the one table of it."""

from dataclasses import dataclass
from typing import Literal

from meetings.meeting.errors import NotConducting
from meetings.participant.tables import CONDUCTING
from meetings.vote.errors import NotInElectorate, VoteNotNow
from meetings.vote.tables import State

Action = Literal["prepare", "edit", "open", "close", "cancel", "cast", "count"]
MEMBERS = CONDUCTING | {"delegate"}
"""Guests never vote."""


@dataclass(frozen=True, slots=True)
class Rule:
    """`to`: the state afterwards."""

    states: frozenset[State | None]
    roles: frozenset[str]
    to: State


RULES: dict[Action, Rule] = {
    "prepare": Rule(frozenset({None}), CONDUCTING, "prepared"),
    "edit": Rule(frozenset({"prepared"}), CONDUCTING, "prepared"),
    "open": Rule(frozenset({"prepared"}), CONDUCTING, "open"),
    "close": Rule(frozenset({"open"}), CONDUCTING, "closed"),
    "cancel": Rule(frozenset({"prepared", "open"}), CONDUCTING, "cancelled"),
    "cast": Rule(frozenset({"open"}), MEMBERS, "open"),
    "count": Rule(frozenset({"closed"}), MEMBERS | {"guest"}, "closed"),
}


def must_be_of(action: Action, role: str | None) -> None:
    """`role`: None of who takes no part in the meeting."""
    if role not in RULES[action].roles:
        raise NotInElectorate if action == "cast" else NotConducting


def must_be_in(action: Action, state: str | None) -> None:
    if state not in RULES[action].states:
        raise VoteNotNow(state=state)
