"""Every cell of the table: state × action × role; and two who conduct at once."""

import asyncio
from typing import Any, get_args

import pytest

from kit.errors import Problem
from meetings.participant.tables import ROLES
from meetings.vote.step import Action, must_be_in, must_be_of
from meetings.vote.tables import STATES
from tests.meetings.vote.chamber import Chamber

CONDUCT = {"chair", "secretary"}
EXPECTED: dict[str, tuple[set[str | None], set[str]]] = {
    "prepare": ({None}, CONDUCT),
    "edit": ({"prepared"}, CONDUCT),
    "open": ({"prepared"}, CONDUCT),
    "close": ({"open"}, CONDUCT),
    "cancel": ({"prepared", "open"}, CONDUCT),
    "cast": ({"open"}, CONDUCT | {"delegate"}),
    "count": ({"closed"}, CONDUCT | {"delegate", "guest"}),
}
STEPS: dict[str, dict[str, Any]] = {
    "open": {},
    "close": {},
    "cancel": {"reason": "Đưa ra nhầm"},
    "edit": {"question": "Câu khác?"},
}


@pytest.mark.parametrize("action", get_args(Action))
@pytest.mark.parametrize("state", [None, *STATES])
@pytest.mark.parametrize("role", [None, *ROLES])
def test_every_cell(action: Action, state: str | None, role: str | None) -> None:
    states, roles = EXPECTED[action]
    refused = "not-conducting" if action != "cast" else "vote-not-in-electorate"
    wanted = refused if role not in roles else "" if state in states else "vote-not-now"
    assert answer_of(action, state, role) == wanted


def answer_of(action: Action, state: str | None, role: str | None) -> str:
    """Empty: it may be done."""
    try:
        must_be_of(action, role)
        must_be_in(action, state)
    except Problem as problem:
        return problem.code
    return ""


async def in_state(chamber: Chamber, state: str) -> dict[str, Any]:
    vote = await chamber.prepared()
    path = {"prepared": (), "open": ("open",), "closed": ("open", "close"), "cancelled": ("cancel",)}
    for action in path[state]:
        vote = await chamber.step(vote, action, **STEPS[action])
    return vote


async def test_the_doors_follow_the_table(chamber: Chamber) -> None:
    """Steps of who conducts and of a delegate, and a ballot, in every state."""
    for state in STATES:
        for action, more in STEPS.items():
            for desk, role in ((chamber.delegates[0], "delegate"), (chamber.secretary, "secretary")):
                vote = await in_state(chamber, state)
                states, roles = EXPECTED[action]
                method, path = ("PUT", "") if action == "edit" else ("POST", f"/{action}")
                answer = await chamber.ask(desk, method, f"/{vote['id']}{path}", version=vote["version"], **more)
                hidden = role == "delegate" and state == "prepared"
                refused = 404 if hidden else 409
                wanted = 200 if state in states and role in roles else refused
                assert answer.status_code == wanted, (state, action, role, answer.text)
        vote = await in_state(chamber, state)
        cast = await chamber.cast(chamber.delegates[0], vote, 0)
        assert cast.status_code == {"prepared": 404, "open": 204}.get(state, 409)


async def test_only_who_conducts_prepares(chamber: Chamber) -> None:
    refused = await chamber.ask(chamber.delegates[0], "POST", question="Tôi cũng hỏi?")
    assert (refused.status_code, refused.json()["code"]) == (409, "not-conducting")
    stranger = await chamber.hall.person("nguoila", "Người Ngoài")
    assert (await chamber.ask(stranger, "POST", question="Tôi là ai?")).status_code == 404
    assert (await chamber.ask(stranger, "GET")).status_code == 404


async def test_of_two_who_close_at_once_one_does(chamber: Chamber) -> None:
    vote = await chamber.open()
    both = [chamber.ask(desk, "POST", f"/{vote['id']}/close", version=vote["version"]) for desk in
            (chamber.chair, chamber.secretary)]  # fmt: skip
    answers = await asyncio.gather(*both)
    assert sorted(one.status_code for one in answers) == [200, 409]
    assert next(one for one in answers if one.status_code == 409).json()["code"] == "stale-edit"


async def test_of_two_who_open_at_once_one_does(chamber: Chamber) -> None:
    vote = await chamber.prepared()
    both = [chamber.ask(desk, "POST", f"/{vote['id']}/open", version=vote["version"]) for desk in
            (chamber.chair, chamber.secretary)]  # fmt: skip
    assert sorted(one.status_code for one in await asyncio.gather(*both)) == [200, 409]


async def test_a_stale_edit_tells_what_differs(chamber: Chamber) -> None:
    vote = await chamber.prepared()
    first = {**vote, "question": "Câu thứ nhất?"}
    facts = {name: first[name] for name in ("question", "options", "secret", "least", "most", "version")}
    assert (await chamber.ask(chamber.secretary, "PUT", f"/{vote['id']}", **facts)).status_code == 200
    stale = await chamber.ask(chamber.chair, "PUT", f"/{vote['id']}", **{**facts, "question": "Câu thứ hai?"})
    assert stale.status_code == 409
    assert "Câu thứ nhất?" in stale.text


async def test_an_open_meeting_is_needed(chamber: Chamber) -> None:
    hall, chair = chamber.hall, chamber.chair
    planned = await hall.call(chair)
    vote = (await hall.ask(chair, "POST", f"/{planned['id']}/votes", json={"question": "Có chưa?"})).json()
    path = f"/{planned['id']}/votes/{vote['id']}/open"
    answer = await hall.ask(chair, "POST", path, json={"version": vote["version"]})
    assert answer.json()["code"] == "vote-meeting-not-running"
    await hall.line(chair, planned)
    elsewhere = await chamber.ask(chair, "GET", f"/{vote['id']}")
    assert elsewhere.status_code == 404
