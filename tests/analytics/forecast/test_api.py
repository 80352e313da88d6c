"""Forecasts over HTTP."""

from collections.abc import AsyncIterator, Callable
from typing import Any

import httpx
import pytest

from analytics.main import app as analytics
from kit.auth import Bearer
from tests.support.running import client_of
from tests.support.settings import settings_of
from tests.support.tokens import AUDIENCE, ISSUER, TestKeys

ADDRESS = "/analytics/api/v1/forecasts"


@pytest.fixture
async def http(
    make_database: Callable[[str], str], valkey_url: str, keys: TestKeys
) -> AsyncIterator[httpx.AsyncClient]:
    urls = {"database_url": make_database("analytics"), "redis_url": valkey_url, "bus_url": valkey_url}
    app = analytics(settings_of("analytics", **urls))
    app.state.bearer = Bearer(keys, issuer=ISSUER, audience=AUDIENCE)
    async with client_of(app, headers=keys.bearer("datasets:read")) as client:
        yield client


def asked(count: int, **more: object) -> dict[str, Any]:
    points = [{"day": f"{2020 + n // 12}-{n % 12 + 1:02}-01", "value": 100 + n % 12 * 5} for n in range(count)]
    return {"series": points, "horizon": 18, **more}


async def test_points_and_intervals_of_a_series_that_is_sent(http: httpx.AsyncClient) -> None:
    answer = await http.post(ADDRESS, json=asked(48))
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert told["period"] == 12
    assert [point["day"] for point in told["points"]][::17] == ["2024-01-01", "2025-06-01"]
    first = told["points"][0]
    assert first["low_95"] <= first["low_80"] <= first["value"] <= first["high_80"] <= first["high_95"]
    assert first["naive"] == 100
    assert first["value"] == pytest.approx(100, rel=0.05)
    assert "seasonal" in told["remarks"]


async def test_a_gap_is_a_null(http: httpx.AsyncClient) -> None:
    sent = asked(48)
    sent["series"][20]["value"] = None
    told = (await http.post(ADDRESS, json=sent)).json()
    assert "gaps" in told["remarks"]


async def test_what_cannot_be_told_says_why(http: httpx.AsyncClient) -> None:
    short = await http.post(ADDRESS, json=asked(2))
    assert short.status_code == 422
    assert short.json()["code"] == "series-too-short"
    assert "2" in short.json()["detail"]
    for wrong in (asked(48, horizon=0), asked(48, horizon=61), {"series": [{"day": "x", "value": 1}]}, {}):
        assert (await http.post(ADDRESS, json=wrong)).status_code == 422
    many = asked(2)
    many["series"] = [{"day": "2020-01-01", "value": 1}] * 2401
    assert (await http.post(ADDRESS, json=many)).status_code == 422


async def test_who_may_not_read_datasets_is_refused(http: httpx.AsyncClient, keys: TestKeys) -> None:
    answer = await http.post(ADDRESS, json=asked(48), headers=keys.bearer("tasks:read"))
    assert answer.status_code == 403
    assert (await http.post(ADDRESS, json=asked(48), headers={"Authorization": ""})).status_code == 401


async def test_the_model_in_use_weighs_the_methods_and_is_named(http: httpx.AsyncClient, keys: TestKeys) -> None:
    assert (await http.post(ADDRESS, json=asked(48))).json()["model_version"] is None
    models = keys.bearer("models:read")
    listed = (await http.get("/analytics/api/v1/models", headers=models)).json()
    assert "series-forecast" in {one["name"] for one in listed}
