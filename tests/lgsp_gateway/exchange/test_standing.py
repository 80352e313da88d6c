"""Metadata services, and what stands when Valkey or the registry's database is away."""

from typing import Any

import pytest
from sqlalchemy import update

from kit.db import Database
from lgsp_gateway.access.tables import AccessRight
from lgsp_gateway.catalogue.tables import Service
from lgsp_gateway.exchange.running import refresh
from tests.lgsp_gateway.exchange.gateway import CLIENT, Gateway, running
from tests.lgsp_gateway.exchange.provider import Provider
from tests.lgsp_gateway.exchange.test_evidence import unwritable
from tests.support.settings import settings_of

OWNER = "/r1/VN/GOV/H02.01/dan-cu"


async def ask(gateway: Gateway, path: str, expected: int = 200) -> dict[str, Any]:
    answer = await gateway.http.get(gateway.url + path, headers=gateway.headers())
    assert answer.status_code == expected
    told: dict[str, Any] = answer.json()
    return told


async def test_clients_and_methods_are_listed(gateway: Gateway) -> None:
    members = (await ask(gateway, "/r1/listClients"))["member"]
    assert {"xroad_instance": "VN", "member_class": "GOV", "member_code": "H02.05", "object_type": "SUBSYSTEM",
            "subsystem_code": "mot-cua"} in [one["id"] for one in members]  # fmt: skip
    (service,) = (await ask(gateway, f"{OWNER}/listMethods"))["service"]
    assert (service["service_code"], service["service_type"]) == ("tra-cuu", "REST")
    assert {"method": "GET", "path": "/nguoi/{id}"} in service["endpoint_list"]


async def test_allowed_methods_are_those_that_were_granted(gateway: Gateway) -> None:
    assert len((await ask(gateway, f"{OWNER}/allowedMethods"))["service"]) == 1
    await gateway.change(update(AccessRight).values(revoked_at=AccessRight.granted_at))
    assert (await ask(gateway, f"{OWNER}/allowedMethods"))["service"] == []


async def test_the_description_of_a_service(gateway: Gateway) -> None:
    await ask(gateway, f"{OWNER}/getOpenAPI?serviceCode=tra-cuu", 404)
    await gateway.change(update(Service).values(description={"openapi": "3.1.0"}))
    assert await ask(gateway, f"{OWNER}/getOpenAPI?serviceCode=tra-cuu") == {"openapi": "3.1.0"}
    await ask(gateway, "/r1/VN/GOV/H02.99/dan-cu/listMethods", 404)


async def test_metadata_needs_a_token(gateway: Gateway) -> None:
    answer = await gateway.http.get(gateway.url + "/r1/listClients", headers={"X-Road-Client": CLIENT})
    assert answer.json()["type"] == "Client.TokenMissing"


async def test_who_asked_what_is_on_record(gateway: Gateway) -> None:
    await gateway.change(update(Service).values(description={"openapi": "3.1.0"}))
    old = OWNER.replace("H02.01", "000.00.01.H02")
    for path in ("/r1/listClients", f"{old}/allowedMethods", f"{OWNER}/getOpenAPI?serviceCode=tra-cuu"):
        await ask(gateway, path)
    records = await gateway.records()
    assert {(record["actor"], record["outcome"], record["status"]) for record in records} == {(CLIENT, "ok", 200)}
    own = "VN/GOV/H02.01/dan-cu"
    assert [(record["template"], record["object"]) for record in records] == [
        ("/listClients", ""),
        (f"/{own}/allowedMethods", ""),
        (f"/{own}/getOpenAPI", f"{own}/tra-cuu"),
    ]
    assert all(record["response_size"] and record["response_digest"] for record in records)


async def test_without_evidence_nobody_looks_around(gateway: Gateway) -> None:
    async with unwritable(gateway):
        assert (await ask(gateway, "/r1/listClients", 503))["type"] == "Server.ClientProxy.EvidenceUnavailable"


async def test_without_valkey_rates_hold_in_the_process(database_url: str, provider: Provider) -> None:
    async with running(database_url, "redis://127.0.0.1:1/0", provider.url) as gateway:
        await gateway.service(rate_limit=1, burst=3)
        assert [(await gateway.call()).status_code for _ in range(5)] == [200, 200, 200, 429, 429]


async def test_the_last_directory_holds_while_the_registry_cannot_be_read(gateway: Gateway) -> None:
    database = gateway.app.state.database
    gateway.app.state.database = Database(settings_of("lgsp_gateway").database_url)
    try:
        with pytest.raises(OSError, match=r".*"):
            await refresh(gateway.app)
        assert (await gateway.call()).status_code == 200
    finally:
        await gateway.app.state.database.dispose()
        gateway.app.state.database = database
