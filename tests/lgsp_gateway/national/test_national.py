"""A provincial system reaches the national exchange through the same call; the gateway holds the token."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from kit import clock
from kit.auth import Caller
from lgsp_gateway.catalogue.tables import Endpoint
from lgsp_gateway.national.schemas import PlatformConnect
from lgsp_gateway.national.service import connect
from lgsp_gateway.national.tables import NationalPlatform
from simulators.ndxp.main import app as ndxp_app
from simulators.ndxp.settings import Settings as NdxpSettings
from tests.lgsp_gateway.exchange.gateway import Gateway
from tests.support.running import served

KEEPER = Caller("người giữ khóa", "official")


@pytest.fixture
async def ndxp() -> AsyncIterator[str]:
    async with served(ndxp_app(NdxpSettings())) as url:
        yield url


async def join(gateway: Gateway, ndxp: str, secret: str = "lgsp-demo-secret", **more: Any) -> None:
    data = PlatformConnect(name="Nền tảng NDXP", base_url=ndxp, token_url=f"{ndxp}/token",
                           client_id="lgsp-demo", secret=secret)  # fmt: skip
    async with gateway.app.state.database.session() as session:
        await connect(session, KEEPER, gateway.app.state.settings.secret_key, data, clock.utc())
    await gateway.service(kind="national", base_url=f"{ndxp}/dmdc", **more)


@pytest.fixture
async def joined(gateway: Gateway, ndxp: str) -> str:
    await join(gateway, ndxp)
    await open_path(gateway)
    return ndxp


async def open_path(gateway: Gateway) -> None:
    async with gateway.app.state.database.session() as session:
        session.add(Endpoint(service_id=gateway.ids["service"], method="GET", template="/Category/{cat}",
                             shape="/Category/{}", imported=False))  # fmt: skip
    await gateway.change()


async def set_mode(ndxp: str, **behaviour: Any) -> None:
    async with httpx.AsyncClient() as client:
        (await client.post(f"{ndxp}/_simulator", json=behaviour)).raise_for_status()


async def category(gateway: Gateway) -> httpx.Response:
    return await gateway.call("/Category/madantoc")


async def test_shared_categories_of_the_nation(gateway: Gateway, joined: str) -> None:
    answer = await category(gateway)
    assert answer.status_code == 200
    assert "Kinh" in answer.text
    record = (await gateway.records())[-1]
    assert (record["template"], record["outcome"]) == ("/Category/{cat}", "ok")


async def test_one_token_serves_many_callers(gateway: Gateway, joined: str) -> None:
    answers = await asyncio.gather(*(category(gateway) for _ in range(10)))
    assert {answer.status_code for answer in answers} == {200}
    async with httpx.AsyncClient() as client:
        assert (await client.get(f"{joined}/_simulator")).json()["requests"] == 11


async def test_a_token_the_platform_forgot_is_fetched_anew_once(gateway: Gateway, joined: str) -> None:
    assert (await category(gateway)).status_code == 200
    async with httpx.AsyncClient() as client:
        await client.post(f"{joined}/_simulator/forget-tokens")
    assert (await category(gateway)).status_code == 200


async def test_a_wrong_key_is_the_gateway_s_fault(gateway: Gateway, ndxp: str) -> None:
    await join(gateway, ndxp, secret="sai rồi")
    await open_path(gateway)
    answer = await category(gateway)
    assert (answer.status_code, answer.json()["type"]) == (502, "Server.ClientProxy.NationalKeyRefused")


async def test_without_a_key_there_is_no_call(gateway: Gateway, ndxp: str) -> None:
    await gateway.service(kind="national", base_url=f"{ndxp}/dmdc")
    answer = await gateway.call()
    assert (answer.status_code, answer.json()["type"]) == (503, "Server.ClientProxy.NationalKeyMissing")


async def test_a_platform_that_is_down_gives_no_token(gateway: Gateway, joined: str) -> None:
    await set_mode(joined, mode="down")
    answer = await category(gateway)
    assert (answer.status_code, answer.json()["type"]) == (502, "Server.ServerProxy.NationalTokenUnavailable")


async def test_a_slow_platform(gateway: Gateway, joined: str) -> None:
    assert (await category(gateway)).status_code == 200
    await gateway.service(timeout_ms=200)
    await set_mode(joined, mode="slow", seconds=3)
    answer = await category(gateway)
    assert (answer.status_code, answer.json()["type"]) == (504, "Server.ServerProxy.Timeout")


async def test_the_secret_is_locked_in_the_database(gateway: Gateway, joined: str) -> None:
    async with gateway.app.state.database.session() as session:
        platform = (await session.scalars(select(NationalPlatform))).one()
    assert "lgsp-demo-secret" not in platform.locked_secret
