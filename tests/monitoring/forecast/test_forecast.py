"""A forecast stands beside an indicator that has target, date and figures enough, and follows them."""

import asyncio
from datetime import UTC, datetime
from typing import Any

import pytest

from kit.clock import local_day
from kit.ml.learning import Learned
from kit.ml.tables import ModelVersion
from monitoring.forecast.model import Chance
from tests.monitoring.watch import API, NOW, SECONDS_TO_ARRIVE, Watch

QUARTERS = ("2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3")


@pytest.fixture
async def model(watch: Watch, learned: Learned) -> None:
    """In use, as if it had been trained and promoted here."""
    card = learned.card(number=1, trained_at=datetime.now(UTC), trained_by="command").model_dump(mode="json")
    facts = {"name": Chance.name, "number": 1, "better": True, "in_use": True, "trained_by": "command"}
    async with watch.app.state.database.session() as session:
        session.add(ModelVersion(artifact=learned.data, digest=learned.digest, card=card, **facts))
    await watch.app.state.models.look(watch.app.state.database)


async def figures(watch: Watch, *values: float) -> None:
    """Quarter after quarter; what is there with another figure is corrected."""
    pairs = zip(QUARTERS, values, strict=False)
    rows = [{"code": "P5.1", "period": one, "numerator": value, "denominator": 100} for one, value in pairs]
    answer = await watch.http.post(f"{API}/observations/batch", json={"rows": rows, "reason": "đối soát"})
    assert answer.status_code == 200, answer.text


async def forecast(watch: Watch, code: str = "P5.1", **wanted: Any) -> dict[str, Any]:
    """The forecast, once it is as wanted."""
    async with asyncio.timeout(SECONDS_TO_ARRIVE):
        while True:
            answer = await watch.http.get(f"{API}/forecasts/{code}")
            if answer.status_code == 200 and all(answer.json()[name] == value for name, value in wanted.items()):
                found: dict[str, Any] = answer.json()
                return found
            await asyncio.sleep(0.1)


@pytest.mark.usefixtures("model")
async def test_it_comes_with_the_fourth_figure_and_moves_with_the_next(watch: Watch) -> None:
    assert (await watch.decide("P5.1", due_on="2027-06-30")).status_code == 200
    await figures(watch, 50, 58, 65)
    few = await forecast(watch, points=3)
    assert (few["state"], few["chance"], few["fan"]) == ("few", None, [])
    await figures(watch, 50, 58, 65, 73)
    told = await forecast(watch, points=4)
    assert (told["state"], told["target"], told["due_on"], told["model_version"]) == ("told", 100, "2027-06-30", 1)
    assert 0 < told["chance"] < 1
    assert told["low"] <= told["middle"] <= told["high"] <= 100
    assert [step["day"] for step in told["fan"]][-1] == "2027-06-30"
    await figures(watch, 50, 58, 65, 73, 73, 72.5, 73)
    stalled = await forecast(watch, points=7)
    assert stalled["chance"] < told["chance"]
    assert stalled["reasons"]


@pytest.mark.usefixtures("model")
async def test_a_corrected_figure_is_forecast_anew(watch: Watch) -> None:
    await watch.decide("P5.1", due_on="2026-12-31")
    await figures(watch, 60, 70, 80, 90, 97, 99, 99.5)
    sure = await forecast(watch, points=7)
    await figures(watch, 10, 12, 12, 13, 13, 14, 14)
    async with asyncio.timeout(SECONDS_TO_ARRIVE):
        while (low := await forecast(watch, points=7))["high"] > 60:
            await asyncio.sleep(0.1)
    assert low["chance"] < sure["chance"]


@pytest.mark.usefixtures("model")
async def test_without_target_or_date_there_is_none_and_a_past_date_says_so(watch: Watch) -> None:
    await figures(watch, 50, 58, 65, 73)
    await watch.decide("P6.10", due_on="2027-06-30")
    await watch.decide("P5.1", due_on="2027-06-30")
    await forecast(watch, state="told")
    assert (await watch.http.get(f"{API}/forecasts/P6.10")).json()["code"] == "forecast-not-found"
    await watch.decide("P5.1", due_on="2026-10-01")
    past = await forecast(watch, state="past")
    assert past["chance"] is None
    await watch.decide("P5.1", due_on=None)
    async with asyncio.timeout(SECONDS_TO_ARRIVE):
        while (await watch.http.get(f"{API}/forecasts/P5.1")).status_code != 404:
            await asyncio.sleep(0.1)
    assert local_day(NOW).year == 2026


@pytest.mark.usefixtures("model")
async def test_the_page_shows_chance_range_reasons_and_that_it_is_synthetic(watch: Watch) -> None:
    await watch.decide("P5.1", due_on="2027-06-30")
    await figures(watch, 50, 58, 65, 73, 80)
    await forecast(watch, points=5)
    page = await watch.http.get("/monitoring/forecasts/P5.1", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert "data-chart" in page.text
    assert "chuỗi số liệu tổng hợp" in page.text
    assert "Vì sao" in page.text
    other = await watch.http.get("/monitoring/forecasts/P6.10", headers={"Accept": "text/html"})
    assert "chưa có mục tiêu bằng số" in other.text


async def test_before_a_model_is_in_use_changes_wait(watch: Watch) -> None:
    await watch.decide("P5.1", due_on="2027-06-30")
    await figures(watch, 50, 58, 65, 73)
    page = await watch.http.get("/monitoring/forecasts/P5.1", headers={"Accept": "text/html"})
    assert "Chưa có dự báo" in page.text
