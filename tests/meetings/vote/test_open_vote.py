"""An open vote from its preparation to its sealed result."""

import asyncio
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from sqlalchemy import select, text

from kit.chain import Signer, seal
from kit.chain.tables import ChainPayload
from meetings.vote.schemas import MOST_OPTIONS, Casting, VoteCreate
from tests.meetings.vote.chamber import QUESTION, Chamber


async def test_from_the_question_to_the_result(chamber: Chamber) -> None:
    item = (await chamber.hall.ask(chamber.chair, "GET", f"/{chamber.meeting['id']}")).json()["agenda"][0]["id"]
    vote = await chamber.open(item_id=item)
    assert vote["options"] == ["Đồng ý", "Không đồng ý", "Ý kiến khác"]
    heard = await chamber.lines["daibieu0"].next("vote")
    assert (heard["vote"]["state"], heard["vote"]["question"]) == ("open", QUESTION)
    for desk, choice in ((chamber.chair, 0), (chamber.secretary, 0), (chamber.delegates[0], 1)):
        assert (await chamber.cast(desk, vote, choice)).status_code == 204
    (shown,) = (await chamber.ask(chamber.chair, "GET")).json()
    assert (shown["progress"], shown["voted"]) == (3, True)
    (shown,) = (await chamber.ask(chamber.delegates[1], "GET")).json()
    assert (shown["progress"], shown["may_vote"], shown["voted"]) == (None, True, False)
    closed = await chamber.step(vote, "close", chamber.secretary)
    assert (closed["counts"], closed["cast"], closed["electorate"]) == ([2, 1, 0], 3, 4)
    told = [(await chamber.lines["daibieu1"].next("vote"))["vote"] for _ in range(2)]
    assert [(one["state"], one["counts"]) for one in told] == [("open", None), ("closed", [2, 1, 0])]
    await proves_its_result(chamber, closed)


async def proves_its_result(chamber: Chamber, closed: dict[str, Any]) -> None:
    """Everybody may count again; the chain holds what came out."""
    ballots = (await chamber.ask(chamber.delegates[1], "GET", f"/{closed['id']}/ballots")).json()
    chosen = {one["voter"]: one["choices"] for one in ballots}
    assert chosen == {"Trịnh Xuân Giám": [0], "Đỗ Thị Thư": [0], "Nguyễn Văn Đại 0": [1]}
    app = chamber.hall.app
    async with app.state.database.session() as session:
        rows = await session.execute(text("SELECT participant_id, choices FROM ballot"))
        lines = sorted(f"{voter}:{','.join(map(str, choices))}\n" for voter, choices in rows)
        sealed = (await session.scalars(select(ChainPayload).order_by(ChainPayload.record_id))).all()
        assert await seal(session, Signer.of(app.state.settings)) == 2
    assert closed["digest"] == sha256("".join(lines).encode()).hexdigest()
    assert [one.kind for one in sealed] == ["vote-open", "vote-closed"]
    assert str(sealed[1].record_id) == closed["record_id"]
    assert sealed[1].body["counts"] == closed["counts"]
    assert sealed[1].body["digest"] == closed["digest"]


async def test_one_ballot_each_however_often_it_is_sent(chamber: Chamber) -> None:
    vote = await chamber.open()
    answers = await asyncio.gather(*[chamber.cast(chamber.delegates[0], vote, place % 2) for place in range(8)])
    statuses = sorted(one.status_code for one in answers)
    assert statuses == [204] * 4 + [409] * 4
    closed = await chamber.step(vote, "close")
    assert (closed["cast"], sum(closed["counts"])) == (1, 1)


async def test_who_comes_later_has_no_vote(chamber: Chamber) -> None:
    vote = await chamber.open()
    await chamber.enter(chamber.delegates[2])
    refused = await chamber.cast(chamber.delegates[2], vote, 0)
    assert (refused.status_code, refused.json()["code"]) == (403, "vote-not-in-electorate")
    await chamber.lines["daibieu0"].socket.close()
    assert (await chamber.cast(chamber.delegates[0], vote, 0)).status_code == 204


@pytest.mark.parametrize("choices", [[], [0, 1, 2], [7], [0, 0]])
async def test_choices_have_to_fit(chamber: Chamber, choices: list[int]) -> None:
    vote = await chamber.open(options=["A", "B", "C"], least=1, most=2)
    assert (await chamber.cast(chamber.delegates[0], vote, *choices)).status_code == 422
    assert (await chamber.cast(chamber.delegates[0], vote, 2, 0)).status_code == 204
    assert (await chamber.step(vote, "close"))["counts"] == [1, 0, 1]


async def test_a_cancelled_vote_has_a_reason_and_no_result(chamber: Chamber) -> None:
    vote = await chamber.open()
    await chamber.cast(chamber.chair, vote, 0)
    cancelled = await chamber.step(vote, "cancel", reason="Câu hỏi chưa rõ")
    assert (cancelled["state"], cancelled["counts"]) == ("cancelled", None)
    assert (await chamber.ask(chamber.chair, "GET", f"/{vote['id']}/ballots")).status_code == 409


async def test_pages_work_without_scripts(chamber: Chamber) -> None:
    home, hall = f"/meetings/meetings/{chamber.meeting['id']}/votes", chamber.hall

    async def page(desk: Any, method: str, path: str = "", **fields: Any) -> Any:
        headers = hall.headers(desk) | {"Accept": "text/html"}
        return await hall.http.request(method, home + path, headers=headers, data=fields or None)

    assert (await page(chamber.chair, "GET", "/new")).status_code == 200
    wrong = await page(chamber.chair, "POST", question="Chọn?", options="Một", least="1", most="1")
    assert wrong.status_code == 422
    made = await page(chamber.chair, "POST", question="Chọn?", options="Một\nHai", least="1", most="1")
    assert made.status_code == 303
    (vote,) = (await chamber.ask(chamber.chair, "GET")).json()
    assert (await page(chamber.chair, "GET", f"/{vote['id']}/edit")).status_code == 200
    assert (await page(chamber.chair, "POST", f"/{vote['id']}/open", version=vote["version"])).status_code == 303
    assert 'name="choices"' in (await page(chamber.delegates[0], "GET")).text
    room = f"/meetings/{chamber.meeting['id']}/room"
    headers = hall.headers(chamber.delegates[0]) | {"Accept": "text/html"}
    assert "data-votes" in (await hall.http.get(room, headers=headers)).text
    assert (await page(chamber.delegates[0], "POST", f"/{vote['id']}/ballot", choices="1")).status_code == 303
    shown = (await page(chamber.delegates[0], "GET")).text
    assert "Bạn đã biểu quyết." in shown
    (vote,) = (await chamber.ask(chamber.chair, "GET")).json()
    assert (await page(chamber.secretary, "POST", f"/{vote['id']}/close", version=vote["version"])).status_code == 303
    assert "1/4 người đã biểu quyết." in (await page(chamber.delegates[0], "GET")).text
    csv = (await page(chamber.delegates[0], "GET", ".csv")).text
    assert "Chọn?,Công khai,Đã đóng,Hai,1,1,4," in csv
    assert "Nguyễn Văn Đại 0,Hai" in (await page(chamber.chair, "GET", f"/{vote['id']}/ballots.csv")).text


@given(st.lists(st.integers(), max_size=30))
def test_choices_are_a_set_of_places(choices: list[int]) -> None:
    sound = len(set(choices)) == len(choices) <= MOST_OPTIONS and all(0 <= one < MOST_OPTIONS for one in choices)
    try:
        assert Casting(choices=choices).choices == sorted(choices)
    except ValidationError:
        assert not sound
    else:
        assert sound


@pytest.mark.parametrize(
    "facts",
    [{"options": ["A"]}, {"options": ["A", "A"]}, {"least": 2}, {"most": 4}, {"question": ""}, {"options": ["A", ""]}],
)
def test_a_question_has_to_make_sense(facts: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        VoteCreate(**{"question": QUESTION, **facts})
