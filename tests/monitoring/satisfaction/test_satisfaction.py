"""What citizens say of answers becomes this province's own indicator, by month."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from kit.contracts.assistant_citizen import ConversationRated, PetitionRated
from kit.events import Event
from tests.monitoring.watch import API, NOW, SECONDS_TO_ARRIVE, Watch, started, watching
from tests.support.tokens import TestKeys


@pytest.fixture
async def watch(
    make_database: Callable[..., str], valkey_url: str, keys: TestKeys, tmp_path: Path
) -> AsyncIterator[Watch]:
    async with watching(make_database("monitoring", begun=started), valkey_url, keys, tmp_path) as watch:
        yield watch


def rated(rating: str, at: datetime = NOW, answer: UUID | None = None, by: str = "assistant") -> Event:
    facts = {"conversation_id": uuid4(), "message_id": answer or uuid4(), "kind": "answer", "channel": "page"}
    return ConversationRated.model_validate({**facts, "rating": rating, "by": by, "rated_at": at})


async def shares(watch: Watch, ratings: int, **query: Any) -> list[dict[str, Any]]:
    """Months once so many ratings are counted."""
    async with asyncio.timeout(SECONDS_TO_ARRIVE):
        while True:
            months = list((await watch.http.get(f"{API}/satisfaction", params=query)).json())
            if sum(one["rated"] for one in months) == ratings:
                return months
            await asyncio.sleep(0.02)


async def test_shares_by_month_the_last_word_counts_and_nothing_twice(watch: Watch) -> None:
    page = await watch.http.get("/monitoring/satisfaction", headers={"Accept": "text/html"})
    assert "Chưa có đánh giá nào" in page.text
    answer, october = uuid4(), NOW - timedelta(days=31)
    petition = PetitionRated(petition_id=uuid4(), rating="good", category="road", outcome="answered", rated_at=NOW)
    changed, first = rated("good", NOW, answer), rated("bad", NOW - timedelta(hours=1), answer)
    new_year = datetime(2026, 10, 31, 17, 30, tzinfo=NOW.tzinfo)  # 00:30 of the first of November
    await watch.tell(changed, first, first, rated("bad"), rated("good", october, by="person"), petition)
    await watch.tell(petition, rated("bad", new_year))
    months = await shares(watch, 5)
    assert len(months) == 12
    assert {one["code"] for one in months} == {"LOCAL.1"}
    assert [(one["month"], one["good"], one["bad"]) for one in months[-2:]] == [
        ("2026-10-01", 1, 0), ("2026-11-01", 2, 2),
    ]  # fmt: skip
    assert months[-1]["share"] == 50
    assert (await shares(watch, 1, source="petition", months=1))[0]["share"] == 100
    assert (await watch.http.get(f"{API}/satisfaction", params={"months": 1000})).status_code == 422
    page = await watch.http.get("/monitoring/satisfaction", headers={"Accept": "text/html"})
    assert "không phải P6.13" in page.text
    assert "trong 4 đánh giá" in page.text
    export = await watch.http.get(f"{API}/satisfaction.csv", params={"months": 2})
    assert "2026-11-01" in export.text
    assert (await watch.http.get(f"{API}/satisfaction", headers=watch.as_("tasks:read"))).status_code == 403


async def test_the_plans_own_indicator_is_not_touched(watch: Watch) -> None:
    before = await watch.standing("P6.13")
    await watch.tell(rated("good"))
    await shares(watch, 1)
    assert await watch.standing("P6.13") == before
