"""What the gateway tells on the bus is what monitoring shows: by hour, application and service."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import httpx
import pytest

from kit.auth import Bearer
from kit.bus import Message, connect
from kit.contracts.lgsp_gateway import ApplicationChanged, ApplicationRegistered, ExchangesSummarised
from kit.events import Envelope, Event
from monitoring.main import app as monitoring
from monitoring.traffic.histogram import empty
from tests.monitoring.watch import started
from tests.support.running import client_of
from tests.support.settings import settings_of
from tests.support.tokens import AUDIENCE, ISSUER, TestKeys

NOW = datetime.now(UTC).replace(minute=30, second=0, microsecond=0)
ONE_STOP, UNITS = "VN/GOV/H02.01/mot-cua", "VN/GOV/H02.14/danh-muc/don-vi-hanh-chinh"
SECONDS_TO_ARRIVE = 60  # nothing waits so long but on a busy machine


class Office:
    """monitoring, listening to a bus on which the test plays the gateway."""

    def __init__(self, http: httpx.AsyncClient, bus_url: str) -> None:
        self.http = http
        self._bus_url = bus_url

    async def tell(self, *events: Event, version: int = 1) -> list[Envelope]:
        envelopes = [Envelope.of(event, version=version) for event in events]
        await self.send(envelopes)
        return envelopes

    async def send(self, envelopes: list[Envelope]) -> None:
        bus = connect(self._bus_url)
        await bus.publish([Message(one.type, one.subject, one.to_json().encode()) for one in envelopes])
        await bus.close()

    async def read(self, **query: str) -> list[dict[str, object]]:
        answer = await self.http.get("/monitoring/api/v1/traffic", params=query)
        assert answer.status_code == 200, answer.text
        rows: list[dict[str, object]] = answer.json()
        return rows

    async def until(self, calls: int, **query: str) -> list[dict[str, object]]:
        """The rows once they add up to so many calls."""
        async with asyncio.timeout(SECONDS_TO_ARRIVE):
            while True:
                rows = await self.read(**query)
                if sum(int(str(row["calls"])) for row in rows) == calls:
                    return rows
                await asyncio.sleep(0.02)


@pytest.fixture
async def office(make_database: Callable[..., str], valkey_url: str, keys: TestKeys) -> AsyncIterator[Office]:
    urls = {"database_url": make_database("monitoring", begun=started), "redis_url": valkey_url, "bus_url": valkey_url}
    app = monitoring(settings_of("monitoring", **urls))
    app.state.bearer = Bearer(keys, issuer=ISSUER, audience=AUDIENCE)
    async with client_of(app, headers=keys.bearer("traffic:read")) as http:
        yield Office(http, valkey_url)


def summary(
    calls: int = 1, *, ago: timedelta = timedelta(0), client: str = ONE_STOP, **more: int
) -> ExchangesSummarised:
    minute, latency = NOW - ago, empty()
    latency[4] = calls  # between 10 and 25 ms
    return ExchangesSummarised(
        client=client, service=UNITS, minute=minute, since=minute, until=minute, calls=calls, latency=latency, **more
    )


async def test_summaries_add_up_by_hour_application_and_service(office: Office) -> None:
    land = "VN/GOV/H02.09/đất-đai"
    await office.tell(
        summary(10, client_faults=2, provider_faults=1), summary(5, ago=timedelta(minutes=20)), summary(7, client=land)
    )
    hours = await office.until(22)
    assert [(row["calls"], row["client_faults"], row["provider_faults"]) for row in hours] == [(22, 2, 1)]
    clients = await office.read(by="client")
    assert [(row["key"], row["calls"]) for row in clients] == [(ONE_STOP, 15), (land, 7)]
    assert 10 <= float(str(hours[0]["p50"])) <= float(str(hours[0]["p95"])) <= 25
    assert [row["calls"] for row in await office.read(by="service", client=land)] == [7]


async def test_an_event_delivered_twice_counts_once(office: Office) -> None:
    sent = await office.tell(summary(3))
    await office.until(3)
    await office.send([*sent, *sent])
    await office.tell(summary(1))
    assert [row["calls"] for row in await office.until(4)] == [4]


async def test_the_newest_name_stays_whatever_comes_late(office: Office) -> None:
    facts = {"application_id": uuid4(), "identifier": ONE_STOP, "member_id": uuid4(), "member_code": "H02.01"}
    facts |= {"code": "mot-cua", "active": True}
    changed = ApplicationChanged.model_validate({"name": "Một cửa điện tử tỉnh", **facts})
    await office.tell(changed, version=2)
    await office.tell(ApplicationRegistered.model_validate({"name": "Một cửa", **facts}), version=1)
    await office.tell(summary(1))
    rows = await office.until(1, by="client")
    assert rows[0]["name"] == "Một cửa điện tử tỉnh"


async def test_the_page_shows_the_figures_and_their_chart(office: Office) -> None:
    await office.tell(summary(1234, provider_faults=6))
    await office.until(1234)
    page = await office.http.get("/monitoring/traffic", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert "1.234" in page.text
    assert "data-chart" in page.text


async def test_the_export_opens_in_a_spreadsheet(office: Office) -> None:
    await office.tell(summary(2))
    await office.until(2)
    file = await office.http.get("/monitoring/api/v1/traffic.csv", params={"by": "service"})
    assert file.text.startswith("\ufeffkey,name,calls")
    assert f"{UNITS},{UNITS},2" in file.text


@pytest.mark.parametrize(
    "query",
    [
        {"since": "2026-11-23T00:00:00Z", "until": "2026-11-22T00:00:00Z"},
        {"since": "2020-01-01T00:00:00Z", "until": "2026-01-01T00:00:00Z"},
        {"since": "hôm qua"},
        {"period": "century"},
        {"by": "province"},
        {"client": "x" * 201},
    ],
    ids=str,
)
async def test_a_wrong_filter_says_so(office: Office, query: dict[str, str]) -> None:
    answer = await office.http.get("/monitoring/api/v1/traffic", params=query)
    assert answer.status_code == 422
    assert answer.json()["errors"]


@pytest.mark.parametrize(("scopes", "status"), [((), 403), (("members:read",), 403), (("traffic:read",), 200)])
async def test_only_who_may(office: Office, keys: TestKeys, scopes: tuple[str, ...], status: int) -> None:
    answer = await office.http.get("/monitoring/api/v1/traffic", headers=keys.bearer(*scopes))
    assert answer.status_code == status
