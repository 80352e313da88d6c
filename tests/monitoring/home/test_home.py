"""What the first page of the whole hears of monitoring: alerts nobody acknowledged, of the own agency alone."""

import pytest

from kit.web.home import NOTHING, Home
from tests.monitoring.alert.guard import Guard
from tests.monitoring.watch import API, HEALTH, SCIENCE, Watch

READING = ("indicators:read", "alerts:read")


@pytest.fixture
async def guard(watch: Watch, valkey_url: str) -> Guard:
    return Guard(watch, valkey_url)


async def home_of(watch: Watch, *scopes: str, agency: str | None = HEALTH) -> Home:
    answer = await watch.http.get(f"{API}/home", headers=watch.as_(*scopes, agency=agency))
    assert answer.status_code == 200, answer.text
    return Home.model_validate_json(answer.content)


async def test_an_alert_waits_for_whoever_may_acknowledge_it(guard: Guard) -> None:
    watch = guard.watch
    await guard.rule()
    await watch.know_agencies()
    await watch.decide("P5.1", lead_agency=HEALTH)
    await guard.figure("P5.1", "2026-Q1", 62)
    alert = await guard.one("raised")
    home = await home_of(watch, *READING, "alerts:write")
    (one,) = home.attention
    assert (home.count, one.path, one.next) == (1, f"/monitoring/alerts/{alert['id']}", "Tiếp nhận")
    assert "Sở Y tế" in one.why
    (news,) = home.happenings
    assert news.text.startswith("Cảnh báo: ")
    for scopes, agency in (((*READING, "alerts:write"), SCIENCE), ((*READING, "alerts:write"), None)):
        assert await home_of(watch, *scopes, agency=agency) == Home(
            attention=[], path="/monitoring/alerts?state=raised"
        )
    reporter = await home_of(watch, *READING, "observations:write")
    assert (reporter.count, len(reporter.happenings)) == (0, 1)  # it is no figure that is missing
    assert await home_of(watch, "members:read") == NOTHING
    everywhere = await home_of(watch, *READING, "alerts:write", "monitoring:province", agency=SCIENCE)
    assert everywhere.count == 1
