"""What was kept with its words, before events were kept without them, is written anew; nothing else of it is lost."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import update

from analytics.dataset.tables import Dataset
from analytics.feed.service import feed
from analytics.feed.tables import FeedEvent
from kit.clock import utc
from kit.contracts.meetings import ActionItem, MinutesPublished
from tests.analytics.lab import API, Lab, lab_of
from tests.support.tokens import TestKeys

CODE = "events_meetings_minutes_published_v1"
WORDS = "Kiểm điểm ông Nguyễn Văn A"


@pytest.fixture
async def lab(
    make_database: Callable[[str], str], valkey_url: str, keys: TestKeys, tmp_path: Path
) -> AsyncIterator[Lab]:
    """Nothing is done in it but what the test does."""
    folder = tmp_path / "files"
    async with lab_of(make_database("analytics"), valkey_url, keys, folder, run_background=False) as made:
        yield made


def published() -> MinutesPublished:
    item = ActionItem(id=uuid4(), text=WORDS, lead_agency="H02.05", lead_person_id=uuid4(), due_on=None)
    facts = {"meeting_id": uuid4(), "minutes_id": uuid4(), "agency": "H02.01", "path": "/meetings/meetings/1"}
    return MinutesPublished.model_validate({**facts, "action_items": [item.model_dump(), item.model_dump()]})


async def fed(lab: Lab, *data: dict[str, Any]) -> dict[str, Any]:
    """The dataset once these are in it."""
    async with lab.app.state.database.session() as session:
        for one in data:
            facts = {"topic": MinutesPublished.topic, "time": utc(), "subject": one["minutes_id"], "correlation_id": ""}
            session.add(FeedEvent(event_id=uuid4(), aggregate_version=1, data=one, **facts))
    async with lab.app.state.database.session() as session:
        await feed.work(session, lab.app)
    found = await lab.http.get(API, params={"source": "event", "q": CODE}, headers=lab.analyst)
    return dict(found.json()["items"][0])


def files_of(lab: Lab, dataset: dict[str, Any]) -> list[Path]:
    folder = Path(lab.app.state.settings.files_url.removeprefix("file://"))
    return sorted((folder / "lake" / dataset["id"]).glob("*.parquet"))


async def test_words_that_were_kept_leave_with_the_snapshots_that_hold_them(lab: Lab) -> None:
    told = [published().model_dump(mode="json") for _ in range(3)]
    dataset = await fed(lab, *told)
    before = await lab.rows(dataset["id"])
    assert WORDS in str(before)
    async with lab.app.state.database.session() as session:
        await session.execute(update(Dataset).where(Dataset.id == UUID(dataset["id"])).values(wordless=False))
    dataset = await fed(lab, published().without_words())
    after = await lab.rows(dataset["id"])
    assert (len(after["rows"]), dataset["rows"]) == (4, 4)
    assert WORDS not in str(after)
    assert "lead_person_id" not in str(after)
    assert str(after).count("H02.05") == 8
    assert {row[0] for row in before["rows"]} < {row[0] for row in after["rows"]}
    kept = await lab.http.get(f"{API}/{dataset['id']}/snapshots", headers=lab.analyst)
    assert [one["snapshot"] for one in kept.json()] == [after["snapshot"]]
    assert len(files_of(lab, dataset)) == 1


async def test_it_happens_once(lab: Lab) -> None:
    dataset = await fed(lab, published().without_words())
    async with lab.app.state.database.session() as session:
        await session.execute(update(Dataset).where(Dataset.id == UUID(dataset["id"])).values(wordless=False))
    first = await fed(lab, published().without_words())
    second = await fed(lab, published().without_words())
    assert (first["rows"], second["rows"]) == (2, 3)
    assert len(files_of(lab, second)) == 2
