"""What is sent twice is done once: by a program with a key, by a form that was clicked twice (kit.once)."""

import asyncio
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import func, select, update

from kit.once import forget
from kit.once.tables import Answered
from meetings.meeting.tables import Meeting
from tests.governance.office import Desk
from tests.meetings.hall import Hall
from tests.meetings.minutes.afterwards import Afterwards
from tests.meetings.minutes.conftest import after

__all__ = ["after"]
PAGE = {"Accept": "text/html"}


@pytest.fixture
async def chair(hall: Hall) -> Desk:
    return await hall.person("giamdoc", "Trịnh Xuân Giám")


def plan(hall: Hall, chair: Desk, /, **more: Any) -> dict[str, Any]:
    times = {"starts_at": hall.now.isoformat(), "ends_at": (hall.now + timedelta(hours=1)).isoformat()}
    return {"title": "Họp giao ban tháng Mười hai", "chair": str(chair.id), **times} | more


async def count(hall: Hall) -> int:
    async with hall.app.state.database.session() as session:
        return await session.scalar(select(func.count()).select_from(Meeting)) or 0


async def test_a_program_that_lost_the_answer_gets_it_again(hall: Hall, chair: Desk) -> None:
    other, key = await hall.person("phogiamdoc", "Lê Thị Phó"), {"Idempotency-Key": uuid4().hex}
    asked = [hall.ask(chair, "POST", json=plan(hall, chair), headers=key) for _ in range(3)]
    answers = await asyncio.gather(*asked)
    assert [one.status_code for one in answers] == [201, 201, 201]
    assert {one.content for one in answers} == {answers[0].content}
    assert sorted(one.headers.get("Idempotency-Replayed", "") for one in answers) == ["", "true", "true"]
    assert await count(hall) == 1
    refused = await hall.ask(chair, "POST", json=plan(hall, chair, title="Họp khác"), headers=key)
    assert (refused.status_code, refused.json()["code"]) == (422, "idempotency-key-reused")
    assert (await hall.ask(other, "POST", json=plan(hall, chair), headers=key)).status_code == 201
    assert await count(hall) == 2


async def test_what_was_not_done_may_be_asked_for_again(hall: Hall, chair: Desk) -> None:
    key, wrong = {"Idempotency-Key": uuid4().hex}, plan(hall, chair, chair=str(uuid4()))
    refused = await hall.ask(chair, "POST", json=wrong, headers=key)
    taken = await hall.ask(chair, "POST", json=plan(hall, chair), headers=key)
    assert (refused.status_code, taken.status_code) == (422, 201)


async def test_who_lost_the_right_is_not_answered_again(hall: Hall, chair: Desk) -> None:
    key = {"Idempotency-Key": uuid4().hex}
    await hall.ask(chair, "POST", json=plan(hall, chair), headers=key)
    chair.claims["scope"] = "meetings:read"
    assert (await hall.ask(chair, "POST", json=plan(hall, chair), headers=key)).status_code == 403


async def test_a_form_clicked_twice_calls_one_meeting(hall: Hall, chair: Desk) -> None:
    headers = hall.headers(chair) | PAGE
    page = await hall.http.get("/meetings/new", headers=headers)
    form = plan(hall, chair) | keyed(page)
    first, again = await asyncio.gather(*(send(hall, headers, form) for _ in range(2)))
    assert first.status_code == again.status_code == 303
    assert first.headers["location"] == again.headers["location"]
    assert first.headers["set-cookie"] == again.headers["set-cookie"]
    assert await count(hall) == 1
    changed = await send(hall, headers, form | {"title": "Họp đột xuất"})  # the page came back from the history
    assert changed.headers["location"] != first.headers["location"]
    wrong = await send(hall, headers, form | {"title": ""} | keyed(page))
    assert wrong.status_code == 422
    assert keyed(wrong) != keyed(page)
    assert await count(hall) == 2


async def test_what_is_kept_is_locked_and_forgotten_after_a_day(hall: Hall, chair: Desk) -> None:
    key = {"Idempotency-Key": uuid4().hex}
    await hall.ask(chair, "POST", json=plan(hall, chair), headers=key)
    async with hall.app.state.database.session() as session:
        await forget.work(session, hall.app)
        kept = await session.scalar(select(Answered.answer))
        assert kept
        assert "giao ban" not in kept
        await session.execute(update(Answered).values(at=func.now() - timedelta(hours=25)))
        await forget.work(session, hall.app)
        assert await session.scalar(select(Answered.id)) is None
    assert (await hall.ask(chair, "POST", json=plan(hall, chair), headers=key)).status_code == 201
    assert await count(hall) == 2


async def test_votes_decisions_and_action_items_are_made_once(after: Afterwards) -> None:
    await after.hold()
    await after.draft()
    for path, data in wishes():
        key = {"Idempotency-Key": uuid4().hex}
        made = [await after.ask(after.secretary, "POST", path, json=data, headers=key) for _ in range(2)]
        assert [one.status_code for one in made] == [201, 201], made[0].text
        assert made[0].json()["id"] == made[1].json()["id"]


def wishes() -> Iterator[tuple[str, dict[str, Any]]]:
    yield "/votes", {"question": "Thông qua kế hoạch năm 2027?"}
    yield "/minutes/conclusions", {"kind": "decision", "text": "Thông qua kế hoạch."}
    yield (
        "/minutes/conclusions",
        {"kind": "action", "text": "Trình Ủy ban trước 15/12.", "due_on": "2026-12-15", "lead": {"agency": "H02.14"}},
    )


def keyed(page: httpx.Response) -> dict[str, str]:
    return dict(re.findall(r'name="(once_key)" value="(\w+)"', page.text)[:1])


async def send(hall: Hall, headers: dict[str, str], form: dict[str, Any]) -> httpx.Response:
    return await hall.http.post("/meetings/meetings", data=form, headers=headers)
