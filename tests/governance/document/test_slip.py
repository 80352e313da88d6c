"""A document from the clerk to its reply: who may do what in which state, and what everybody is told."""

from itertools import product

import pytest

from tests.governance.document.registry import Staff

ROLES = ("clerk", "leader", "lead_head", "co_head", "main", "supporting", "stranger", "elsewhere")
ALLOWED = {
    "registered": {"clerk": "submit cancel correct"},
    "submitted": {"clerk": "cancel correct", "leader": "assign settle return"},
    "assigned": {
        "clerk": "cancel correct",
        "leader": "assign",
        "lead_head": "hand report settle return",
        "co_head": "support report",
    },
    "working": {
        "clerk": "cancel correct",
        "leader": "assign",
        "lead_head": "hand report settle",
        "co_head": "support report",
        "main": "report settle return",
        "supporting": "report",
    },
    "settled": {"clerk": "correct", "leader": "return", "lead_head": "return"},
    "cancelled": {},
}
SEEN = {
    "registered": "clerk leader",
    "submitted": "clerk leader",
    "assigned": "clerk leader lead_head co_head main supporting",
    "working": "clerk leader lead_head co_head main supporting",
    "settled": "clerk leader lead_head co_head main supporting",
    "cancelled": "clerk leader",
}
"""main and supporting work in the unit that leads."""
ACTIONS = ("submit", "assign", "hand", "support", "report", "settle", "return", "cancel")
DONE_BY_SOMEBODY = {state: " ".join(by.values()).split() for state, by in ALLOWED.items()}


async def test_from_the_clerk_to_the_reply(staff: Staff) -> None:
    settled = await staff.at("settled")
    assert (settled["state"], settled["result"], settled["reply_notation"]) == ("settled", "Đã trả lời", "45/SKHCN-CDS")
    steps = (await staff.clerk.get(f"/documents/{settled['id']}/steps")).json()
    assert [step["action"] for step in reversed(steps)] == ["submit", "assign", "hand", "settle"]
    topics = [topic for topic, _ in await staff.office.events() if topic.startswith("document")]
    assert topics == ["document-registered", *["document-assigned"] * 3, "document-settled"]


@pytest.mark.parametrize("state", ALLOWED)
async def test_every_state_action_and_role(staff: Staff, state: str) -> None:
    document, wrong = await staff.at(state), []
    for action, role in product(ACTIONS, ROLES):
        answer = await staff.act(role, document, action)
        if (expected := status(state, action, role)) != answer.status_code:
            wrong.append(f"{role} {action}: {answer.status_code} instead of {expected}: {answer.text}")
        if answer.status_code == 200:
            document = await staff.at(state)
    assert not wrong


def status(state: str, action: str, role: str) -> int:
    """Who sees nothing is told nothing; others are told whether it is theirs or whether it is the time."""
    if role not in SEEN[state].split():
        return 404
    if action in ALLOWED[state].get(role, "").split():
        return 200
    return 403 if action in DONE_BY_SOMEBODY[state] else 409
