"""What an auditor finds: records, their proof, the export and the verdict."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import orjson
import pytest
from fastapi import FastAPI
from sqlalchemy import select, update

from kit.app import create_app
from kit.chain import Signer, append, seal
from kit.chain.abandoned import close_abandoned
from kit.chain.sealer import lock
from kit.chain.tables import ChainPayload
from kit.chain.verify import verify
from kit.contracts.lgsp_gateway import LATENCY_BOUNDS_MS
from kit.outbox.tables import OutboxEvent
from lgsp_gateway.catalogue.tables import Service
from lgsp_gateway.evidence import api, pages
from lgsp_gateway.evidence.jobs import erase_expired
from lgsp_gateway.evidence.summary import summarise
from lgsp_gateway.exchange.trace import Trace
from tests.lgsp_gateway.exchange.gateway import CLIENT, Gateway
from tests.lgsp_gateway.exchange.provider import Provider, json
from tests.support.running import client_of
from tests.support.settings import settings_of
from tests.support.tokens import TestKeys

API = "/lgsp-gateway/api/v1/evidence"
SERVICE = "VN/GOV/H02.01/dan-cu/tra-cuu"


@pytest.fixture
def settings(database_url: str) -> Any:
    return settings_of("lgsp_gateway", database_url=database_url, run_background=False)


@pytest.fixture
def app(settings: Any, keys: TestKeys) -> FastAPI:
    return create_app(settings, package="lgsp_gateway", routers=[api.router, pages.router], keys=keys)


@pytest.fixture
async def auditor(app: FastAPI, keys: TestKeys) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(app, headers=keys.bearer("evidence:read")) as client:
        yield client


@pytest.fixture
async def calls(gateway: Gateway, provider: Provider) -> None:
    """Answered, refused by us, failed by the provider, and an unsafe one."""
    await gateway.call("/nguoi/42")
    await gateway.call("/khong-co")
    provider.answers(b"rubbish\r\n\r\n")
    await gateway.call("/tim")
    provider.answers(json(b'{"a":1}'))
    await gateway.call("/nguoi", "POST", json={"tên": "Hoàng Văn Thái"})


async def seal_all(gateway: Gateway, settings: Any) -> None:
    async with gateway.app.state.database.session() as session:
        await lock(session)
        while await seal(session, Signer.of(settings)):
            pass


@pytest.mark.usefixtures("calls")
async def test_exchanges_are_listed_newest_first_and_filtered(auditor: httpx.AsyncClient) -> None:
    listed = (await auditor.get(API)).json()["items"]
    assert [one["outcome"] for one in listed] == ["ok", "provider", "client", "ok"]
    assert {one["client"] for one in listed} == {CLIENT}
    for outcome, count in (("ok", 2), ("provider", 1), ("broken", 0)):
        assert len((await auditor.get(API, params={"outcome": outcome})).json()["items"]) == count
    assert (await auditor.get(API, params={"client": "VN/GOV/H02.07/la"})).json()["items"] == []
    later = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    assert (await auditor.get(API, params={"since": later})).json()["items"] == []
    message = listed[0]["told"]["message"]
    (found,) = (await auditor.get(API, params={"q": message})).json()["items"]
    assert found["id"] == listed[0]["id"]


@pytest.mark.usefixtures("calls")
async def test_a_list_goes_on_over_pages(auditor: httpx.AsyncClient) -> None:
    first = (await auditor.get(API, params={"limit": 3})).json()
    rest = (await auditor.get(API, params={"limit": 3, "after": first["next"]})).json()
    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (3, 1, None)


@pytest.mark.usefixtures("calls")
async def test_a_record_comes_with_its_proof(auditor: httpx.AsyncClient, gateway: Gateway, settings: Any) -> None:
    newest = (await auditor.get(API)).json()["items"][0]["id"]
    assert (await auditor.get(f"{API}/{newest}")).json()["proof"]["seq"] is None
    await seal_all(gateway, settings)
    proof = (await auditor.get(f"{API}/{newest}")).json()["proof"]
    assert proof["seq"] == proof["checkpoint"]["seq"] == 5
    assert proof["checkpoint"]["hash"] == proof["hash"]
    assert (await auditor.get(f"{API}/{gateway.ids['service']}")).status_code == 404


@pytest.mark.usefixtures("calls")
async def test_the_export_is_verified_elsewhere(auditor: httpx.AsyncClient, gateway: Gateway, settings: Any) -> None:
    await seal_all(gateway, settings)
    exported = (await auditor.get(f"{API}/export")).content.splitlines()
    assert verify(exported, pinned=[Signer.of(settings).public]).sound
    assert (await auditor.get(f"{API}/verification")).json()["sound"] is True
    async with gateway.app.state.database.session() as session:
        await session.execute(update(ChainPayload).where(ChainPayload.outcome == "client").values(outcome="ok"))
    told = (await auditor.get(f"{API}/verification")).json()
    assert (told["sound"], told["broken_seq"]) == (False, 2)


@pytest.mark.usefixtures("calls")
async def test_pages(auditor: httpx.AsyncClient, gateway: Gateway, settings: Any) -> None:
    await seal_all(gateway, settings)
    listed = await auditor.get("/lgsp-gateway/evidence", headers={"Accept": "text/html"})
    assert (listed.status_code, CLIENT in listed.text) == (200, True)
    newest = (await auditor.get(API)).json()["items"][0]["id"]
    for path in (f"/lgsp-gateway/evidence/{newest}", "/lgsp-gateway/evidence/verification"):
        page = await auditor.get(path, headers={"Accept": "text/html"})
        assert page.status_code == 200
    csv = await auditor.get("/lgsp-gateway/evidence.csv")
    assert csv.text.count("\n") == 5


async def test_only_those_who_may_look_do(app: FastAPI, keys: TestKeys) -> None:
    async with client_of(app, headers=keys.bearer("members:read")) as other:
        assert (await other.get(API)).status_code == 403
        assert (await other.get(f"{API}/export")).status_code == 403


@pytest.mark.usefixtures("calls")
async def test_retention_erases_what_is_past_its_time(
    auditor: httpx.AsyncClient, gateway: Gateway, settings: Any
) -> None:
    gateway.app.state.clock = lambda: datetime.now(UTC) + timedelta(days=31)
    async with gateway.app.state.database.session() as session:
        await session.execute(update(Service).values(retention_days=30))
        await erase_expired.work(session, gateway.app)
    assert (await auditor.get(API)).json()["items"] == []
    told = (await auditor.get(f"{API}/verification")).json()
    assert (told["sound"], told["records"], told["erased"]) == (True, 6, 5)


@pytest.mark.usefixtures("calls")
async def test_summaries_tell_each_exchange_once(gateway: Gateway, settings: Any) -> None:
    await seal_all(gateway, settings)
    for expected in (5, 0):
        async with gateway.app.state.database.session() as session:
            assert await summarise(session) == expected
    told = await summaries(gateway)
    assert sum(one["calls"] for one in told) == 4
    assert sum(sum(one["latency"]) for one in told) == 4
    assert all(len(one["latency"]) == len(LATENCY_BOUNDS_MS) + 1 for one in told)
    assert {one["service"] for one in told} == {SERVICE}
    assert (sum(one["client_faults"] for one in told), sum(one["provider_faults"] for one in told)) == (1, 1)


async def test_an_exchange_whose_gateway_died_is_told_of_as_its_fault(gateway: Gateway, settings: Any) -> None:
    directory = gateway.app.state.exchange.gate.directory
    trace = Trace("POST", client=directory.client(CLIENT.encode()), service=next(iter(directory.services.values())))
    async with gateway.app.state.database.session() as session:
        await append(session, trace.opened())
    async with gateway.app.state.database.session() as session:
        await lock(session)
        assert await close_abandoned(session) == 1
    await seal_all(gateway, settings)
    (told,) = await summaries(gateway)
    assert (told["calls"], told["gateway_faults"], told["latency"][-1]) == (1, 1, 1)


async def summaries(gateway: Gateway) -> list[dict[str, Any]]:
    async with gateway.app.state.database.session() as session:
        await summarise(session)
    async with gateway.app.state.database.session() as session:
        events = [as_dict(row.body) for row in await session.scalars(select(OutboxEvent))]
    return [event["data"] for event in events if "exchanges-summarised" in event["type"]]


async def test_summaries_pass_over_a_mark_that_another_holds(gateway: Gateway, settings: Any) -> None:
    await gateway.call()
    await seal_all(gateway, settings)
    async with gateway.app.state.database.session() as one, gateway.app.state.database.session() as other:
        assert await summarise(one) == 1
        assert await summarise(other) == 0


def as_dict(body: Any) -> dict[str, Any]:
    return body if isinstance(body, dict) else orjson.loads(body)


async def test_questions_about_the_registry_are_found_and_not_summed_up(
    gateway: Gateway, auditor: httpx.AsyncClient, app: FastAPI
) -> None:
    await gateway.http.get(f"{gateway.url}/r1/listClients", headers=gateway.headers())
    (found,) = (await auditor.get(API)).json()["items"]
    assert (found["client"], found["outcome"], found["told"]["template"]) == (CLIENT, "ok", "/listClients")
    assert (await auditor.get(f"{API}/{found['id']}")).status_code == 200
    async with app.state.database.session() as session:
        await seal(session, Signer.of(app.state.settings))
        assert await summarise(session) == 1
        assert not (await session.scalars(select(OutboxEvent))).all()
