"""Events become rows, each once, whatever is delivered twice or interrupted."""

import asyncio
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import func, select

from analytics.feed.service import feed
from analytics.feed.shape import columns_of_event
from analytics.feed.tables import FeedEvent
from analytics.lake.part import Part
from analytics.lake.store import Lake
from kit.contracts.lgsp_gateway import ApplicationRegistered
from kit.contracts.meetings import ActionItem, MinutesPublished
from tests.analytics.lab import API, SECONDS_TO_ARRIVE, Lab

CODE = "events_lgsp_gateway_application_registered_v1"


def registered(name: str) -> ApplicationRegistered:
    facts = {"application_id": uuid4(), "identifier": f"VN/GOV/H02.01/{name}", "member_id": uuid4(), "code": name}
    return ApplicationRegistered.model_validate({"name": name, "member_code": "H02.01", "active": True, **facts})


def test_what_a_meeting_decided_is_told_to_no_reader_of_events() -> None:
    """They belong to one agency, and the minutes to any."""
    item = ActionItem(
        id=uuid4(), text="Kiểm điểm ông Nguyễn Văn A", lead_agency="H02.05", lead_person_id=uuid4(), due_on=None
    )
    facts = {"meeting_id": uuid4(), "minutes_id": uuid4(), "agency": "H02.01", "path": "/meetings/meetings/1"}
    kept = MinutesPublished.model_validate({**facts, "action_items": [item.model_dump()]}).without_words()
    assert kept["action_items"] == [{"id": str(item.id), "lead_agency": "H02.05", "lead_unit_id": None, "due_on": None}]
    assert kept.keys() == MinutesPublished.model_fields.keys()


async def waiting(lab: Lab) -> int:
    async with lab.app.state.database.session() as session:
        return await session.scalar(select(func.count()).select_from(FeedEvent)) or 0


async def flushed(lab: Lab, count: int) -> dict[str, Any]:
    """The dataset once it has so many rows."""
    async with asyncio.timeout(SECONDS_TO_ARRIVE):
        while True:
            async with lab.app.state.database.session() as session:
                await feed.work(session, lab.app)
            found = (await lab.http.get(API, params={"source": "event", "q": CODE}, headers=lab.analyst)).json()[
                "items"
            ]
            if found and found[0]["rows"] == count:
                return dict(found[0])
            await asyncio.sleep(0.05)


async def test_events_become_rows_each_once(lab: Lab) -> None:
    told = await lab.tell(*[registered(f"ung-dung-{place}") for place in range(5)])
    dataset = await flushed(lab, 5)
    await lab.send([*told, *told])
    await lab.tell(registered("moi"))
    dataset = await flushed(lab, 6)
    shown = await lab.rows(dataset["id"], sort="name")
    names = [one["name"] for one in shown["columns"]]
    assert names[:5] == ["event_id", "event_time", "event_subject", "event_version", "event_correlation_id"]
    assert [row[names.index("name")] for row in shown["rows"]] == ["moi", *[f"ung-dung-{place}" for place in range(5)]]
    assert len({row[0] for row in shown["rows"]}) == 6
    assert await waiting(lab) == 0
    hidden = await lab.http.get(f"{API}/{dataset['id']}", headers=lab.stranger)
    assert hidden.status_code == 404


async def test_a_batch_that_was_committed_and_not_heard_of_is_not_committed_twice(lab: Lab) -> None:
    await lab.tell(registered("mot"))
    dataset = await flushed(lab, 1)
    batch, lake = uuid4(), lab.app.state.lake
    event = FeedEvent(
        event_id=uuid4(), topic=registered("x").topic, time=datetime.now(UTC), subject="x", aggregate_version=1
    )
    event.correlation_id = "story-of-this"
    event.data, event.batch = registered("hai").model_dump(mode="json"), batch
    async with lab.app.state.database.session() as session:
        session.add(event)
    committed = await interrupted(lake, UUID(dataset["id"]), batch)
    after = await flushed(lab, 2)
    assert after["snapshot"] == committed
    assert len((await lab.rows(dataset["id"]))["rows"]) == 2


async def interrupted(lake: Lake, dataset_id: UUID, batch: UUID) -> int:
    """The commit is there, and its process ended before the transaction."""
    name = f"{batch}.parquet"
    async with lake.writing(dataset_id) as folder:
        first = next(one for one in folder.glob("*.parquet"))
        (folder / name).write_bytes(first.read_bytes())
    part = Part(name, (folder / name).stat().st_size, 1)
    return await lake.publish(dataset_id, [part], columns_of_event(ApplicationRegistered), "append", batch)
