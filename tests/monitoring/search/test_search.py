"""What monitoring finds in its own: indicators by code and words, and open alerts, for those who may see them."""

import httpx
import pytest

from tests.monitoring.alert.guard import WATCHING, Guard
from tests.monitoring.watch import API, HEALTH, SCIENCE, Watch

PART = {"HX-Request": "true", "HX-Request-Type": "partial"}


@pytest.fixture
async def guard(watch: Watch, valkey_url: str) -> Guard:
    return Guard(watch, valkey_url)


async def found(watch: Watch, q: str, headers: dict[str, str]) -> list[tuple[str, str]]:
    answer: httpx.Response = await watch.http.get(f"{API}/search", params={"q": q}, headers=headers)
    assert answer.status_code == 200, answer.text
    return [(hit["kind"], hit["note"]) for hit in answer.json()["items"]]


async def test_an_indicator_by_its_code_first_and_by_words_without_marks(watch: Watch) -> None:
    reader = watch.as_("indicators:read")
    assert (await found(watch, "p3.1", reader))[0] == ("indicator.title", "P3.1")
    assert len(await found(watch, "P3", reader)) == 8
    words = await found(watch, "duoc dien san", reader)
    assert words
    assert words == await found(watch, "ĐƯỢC ĐIỀN SẴN", reader)
    assert await found(watch, "duoc dien san", watch.as_("members:read")) == []
    for nothing in ("", "p", "%%", "zzzz"):
        assert await found(watch, nothing, reader) == []


async def test_open_alerts_of_the_own_agency(guard: Guard) -> None:
    watch = guard.watch
    await guard.rule()
    await watch.know_agencies()
    await watch.decide("P5.1", lead_agency=HEALTH)
    await guard.figure("P5.1", "2026-Q1", 62)
    alert = await guard.one("raised")
    assert alert["agency"] == HEALTH
    kinds = [kind for kind, _ in await found(watch, "P5.1", watch.as_(*WATCHING, agency=HEALTH))]
    assert kinds == ["indicator.title", "alert.title"]
    assert [kind for kind, _ in await found(watch, "P5.1", watch.as_(*WATCHING, agency=SCIENCE))] == kinds[:1]


async def test_the_part_speaks_the_readers_language(watch: Watch) -> None:
    headers = {**watch.as_("indicators:read"), **PART}
    vietnamese = await watch.http.get("/monitoring/search?q=P5.1", headers=headers)
    english = await watch.http.get("/monitoring/search?q=P5.1", headers={**headers, "Cookie": "lang=en"})
    for part in (vietnamese, english):
        assert "/monitoring/indicators/P5.1" in part.text
        assert "<html" not in part.text
    assert vietnamese.text != english.text
