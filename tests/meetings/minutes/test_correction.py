"""What was published wrongly is withdrawn and published once more; nothing is doubled, nothing forgotten."""

import asyncio
import hashlib
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import select

from kit.chain.tables import ChainPayload
from kit.consumer import Received
from kit.contracts.governance import Origin, TaskChanged
from kit.events import new_id
from kit.outbox.tables import OutboxEvent
from meetings.minutes.consumers import changed
from tests.meetings.minutes.afterwards import Afterwards
from tests.meetings.minutes.test_minutes import words_of

LEAD = "H02.14"


async def published(after: Afterwards) -> dict[str, Any]:
    await after.hold()
    await after.draft()
    await after.conclude("Rà soát ba xã", lead=LEAD)
    return await after.publish()


async def told(after: Afterwards) -> list[dict[str, Any]]:
    async with after.hall.app.state.database.session() as session:
        query = select(OutboxEvent).where(OutboxEvent.topic == "meetings.minutes-published.v1")
        return [orjson.loads(one.body) for one in await session.scalars(query.order_by(OutboxEvent.id))]


async def test_a_correction_keeps_the_number_and_the_items(after: Afterwards) -> None:
    first = await published(after)
    (item,) = first["conclusions"]
    assert (await after.withdraw(after.chair)).json()["state"] == "draft"
    after.pass_(days=40)
    await after.conclude("Cấp kinh phí", lead=LEAD)
    second = await after.publish()
    assert [(one["year"], one["number"], one["edition"]) for one in (first, second)] == [(2026, 1, 1), (2026, 1, 2)]
    assert first["digest"] != second["digest"]
    text = words_of((await after.ask(after.delegate, "GET", "/minutes/record.pdf")).content)
    assert "Số: 01/BB-H02.14" in text
    assert "(Bản đính chính lần 1)" in text
    items = [[one["id"] for one in event["data"]["action_items"]] for event in await told(after)]
    assert items[0] == [item["id"]]
    assert items[1][0] == item["id"]
    assert len(items[1]) == 2
    async with after.hall.app.state.database.session() as session:
        seals = select(ChainPayload).where(ChainPayload.kind.like("minutes.%")).order_by(ChainPayload.at)
        bodies = [(one.kind, one.body["edition"], one.body["sha256"]) for one in await session.scalars(seals)]
    assert bodies == [
        ("minutes.published", 1, first["digest"]),
        ("minutes.withdrawn", 1, first["digest"]),
        ("minutes.published", 2, second["digest"]),
    ]


async def test_what_was_withdrawn_is_read_by_who_conducts_only_and_the_others_are_told_why(after: Afterwards) -> None:
    first = await published(after)
    path = "/minutes/editions/1/record.pdf"
    assert (await after.ask(after.delegate, "GET", path)).status_code == 200
    assert (await after.withdraw(after.secretary)).status_code == 403
    assert (await after.withdraw(after.chair, "Sai tên")).status_code == 200
    kept = await after.ask(after.secretary, "GET", path)
    assert hashlib.sha256(kept.content).hexdigest() == first["digest"]
    for way in ("/minutes", "/minutes/record.pdf", path):
        assert (await after.ask(after.delegate, "GET", way)).status_code == 404, way
    for way in ("/minutes", "/minutes/card"):
        page = await after.page(after.delegate, "GET", way)
        assert "Biên bản đã công bố được thu hồi" in page.text
        assert "Lý do: Sai tên" in page.text
    assert (await after.page(after.stranger, "GET", "/minutes")).status_code == 404
    await after.publish()
    assert (await after.ask(after.delegate, "GET", path)).status_code == 404
    assert (await after.ask(after.delegate, "GET", "/minutes/editions/2/record.pdf")).status_code == 200
    assert (await after.ask(after.secretary, "GET", "/minutes/editions/3/record.pdf")).status_code == 404


async def test_nothing_is_withdrawn_without_a_reason_or_unread(after: Afterwards) -> None:
    minutes = await published(after)
    for data, status in (
        ({"version": minutes["version"]}, 422),
        ({"version": minutes["version"], "reason": " "}, 422),
        ({"version": minutes["version"] - 1, "reason": "Sai tên"}, 409),
    ):
        answer = await after.ask(after.chair, "POST", "/minutes/actions/withdraw", json=data)
        assert answer.status_code == status, answer.text
    form = {"version": minutes["version"], "reason": ""}
    assert (await after.page(after.chair, "POST", "/minutes/actions/withdraw", data=form)).status_code == 422
    form["reason"] = "Sai tên"
    assert (await after.page(after.chair, "POST", "/minutes/actions/withdraw", data=form)).status_code == 303
    page = await after.page(after.chair, "GET", "/minutes")
    assert "Các lần công bố" in page.text
    assert "Sai tên" in page.text


async def test_an_item_that_became_a_task_goes_only_after_its_task(after: Afterwards) -> None:
    await published(after)
    await after.withdraw(after.chair)
    (row,) = (await after.read())["conclusions"]
    way, params = f"/minutes/conclusions/{row['id']}", {"version": row["version"]}
    refused = await after.ask(after.secretary, "DELETE", way, params=params)
    assert (refused.status_code, refused.json()["code"]) == (409, "conclusion-assigned")
    page = await after.page(after.secretary, "GET", way)
    assert "Sửa ở đây không làm thay đổi nhiệm vụ" in page.text
    task, origin = new_id(), Origin(service="meetings", kind="minutes", id=UUID(row["id"]), path="/")
    for state, version, status in (("in_progress", 2, 409), ("cancelled", 3, 204)):
        event = TaskChanged(
            task_id=task, state=state, agency=LEAD, lead_agency=LEAD, origin=origin, path=f"/governance/tasks/{task}"
        )
        async with after.hall.app.state.database.session() as session:
            await changed(session, [Received(event, new_id(), str(task), version, "", after.hall.now)])
        assert (await after.ask(after.secretary, "DELETE", way, params=params)).status_code == status


async def test_published_twice_at_once_it_is_published_once(after: Afterwards) -> None:
    await after.hold()
    await after.draft()
    await after.act(after.secretary, "submit")
    await after.act(after.chair, "approve")
    version = (await after.read())["version"]
    desks = (after.chair, after.secretary, after.chair)
    answers = await asyncio.gather(*(after.act(desk, "publish", version) for desk in desks))
    assert sorted(one.status_code for one in answers) == [200, 409, 409]
    assert (await after.act(after.secretary, "publish", version)).status_code == 409
    assert len(await told(after)) == 1
    minutes = await after.read()
    assert (minutes["number"], minutes["edition"], len(minutes["editions"])) == (1, 1, 1)
