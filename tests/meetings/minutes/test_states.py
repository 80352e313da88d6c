"""Every cell of states × actions × parts, through the doors."""

from itertools import product

import pytest

from meetings.minutes.errors import MinutesActionDenied, MinutesActionUntimely
from meetings.minutes.states import ACTIONS, PARTS, SEEN, STATES, Action, Part, next_state, possible
from meetings.minutes.tables import State
from tests.meetings.minutes.afterwards import Afterwards

TABLE: dict[tuple[Action, State], tuple[str, set[Part]]] = {
    ("edit", "draft"): ("draft", {"chair", "secretary"}),
    ("edit", "review"): ("review", {"chair", "secretary"}),
    ("submit", "draft"): ("review", {"chair", "secretary"}),
    ("comment", "review"): ("review", {"chair", "secretary", "delegate"}),
    ("return", "review"): ("draft", {"chair", "secretary"}),
    ("approve", "review"): ("approved", {"chair"}),
    ("reopen", "approved"): ("draft", {"chair"}),
    ("publish", "approved"): ("published", {"chair", "secretary"}),
    ("withdraw", "published"): ("draft", {"chair"}),
}
"""Written anew here: what is not in it must be refused."""
WAYS: dict[State, list[tuple[str, str]]] = {
    "draft": [],
    "review": [("secretary", "submit")],
    "approved": [("secretary", "submit"), ("chair", "approve")],
    "published": [("secretary", "submit"), ("chair", "approve"), ("secretary", "publish")],
}


@pytest.mark.parametrize(("state", "action", "part"), list(product(STATES, ACTIONS, PARTS)))
def test_every_cell(state: State, action: Action, part: Part) -> None:
    after, parts = TABLE.get((action, state), ("", set[Part]()))
    ever = {one for (act, _), (_, those) in TABLE.items() if act == action for one in those}
    assert (action in possible(state, part)) == (part in parts)
    if part in parts:
        assert next_state(state, action, part) == after
    else:
        with pytest.raises(MinutesActionUntimely if part in ever else MinutesActionDenied):
            next_state(state, action, part)


def test_a_draft_is_for_who_conducts_and_a_published_record_for_all() -> None:
    assert SEEN["draft"] == {"chair", "secretary"}
    assert "guest" not in SEEN["review"] | SEEN["approved"]
    assert SEEN["published"] == set(PARTS)


@pytest.mark.parametrize("state", STATES)
async def test_the_doors_keep_to_it(after: Afterwards, state: State) -> None:
    await after.hold()
    await after.draft()
    desks = {"chair": after.chair, "secretary": after.secretary, "delegate": after.delegate}
    for who, way in WAYS[state]:
        answer = await after.act(desks[who], way)
        assert answer.status_code == 200, answer.text
    steps: tuple[Action, ...] = ("submit", "return", "approve", "reopen", "publish")
    for part, action in product(desks, steps):
        if part not in TABLE.get((action, state), ("", set[Part]()))[1]:
            refused = await after.act(desks[part], action)
            hidden = state == "draft" and part == "delegate"
            assert refused.status_code in ({404} if hidden else {403, 409}), (part, action)
            assert (await after.read())["state"] == state


async def test_members_comment_while_it_is_in_review(after: Afterwards) -> None:
    await after.hold()
    await after.draft()
    said = {"text": "Bổ sung ý kiến của Sở Tài chính"}
    await after.act(after.secretary, "submit")
    assert (await after.ask(after.delegate, "POST", "/minutes/comments", json=said)).status_code == 201
    page = await after.page(after.secretary, "GET", "/minutes")
    assert said["text"] in page.text
    await after.act(after.chair, "approve")
    assert (await after.ask(after.delegate, "POST", "/minutes/comments", json=said)).status_code == 409
    await after.act(after.chair, "reopen")
    assert [one["name"] for one in (await after.read())["comments"]] == ["Lương Thị Trưởng"]
