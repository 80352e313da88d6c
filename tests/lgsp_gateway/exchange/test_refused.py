"""Calls that may not be made: each gets its status and type, is on record, and never reaches the provider."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from kit.chain.tables import ChainPayload
from kit.db import Database
from lgsp_gateway.access.tables import AccessRight
from lgsp_gateway.application.tables import Application
from lgsp_gateway.exchange import evidence
from lgsp_gateway.member.tables import Member
from lgsp_gateway.revocation.service import revoke_client
from tests.lgsp_gateway.exchange.gateway import CLIENT, PATH, Gateway, running
from tests.lgsp_gateway.exchange.provider import Provider

PAST = datetime(2026, 1, 1, tzinfo=UTC)


async def check_refused(gateway: Gateway, provider: Provider, answer: Any, status: int, kind: str) -> dict[str, Any]:
    told = answer.json()
    assert (answer.status_code, told["type"]) == (status, kind)
    assert set(told) == {"type", "message", "detail"}
    assert answer.headers["x-road-error"] == kind
    assert provider.requests == []
    record = await gateway.record()
    assert (record["status"], record["fault"], record["id"]) == (status, kind, told["detail"])
    return record


@pytest.mark.parametrize(
    ("headers", "status", "kind"),
    [
        ({"Authorization": ""}, 401, "Client.TokenMissing"),
        ({"Authorization": "Basic bW90LWN1YTox"}, 401, "Client.TokenMissing"),
        ({"Authorization": "Bearer x.y.z"}, 401, "Client.TokenRefused"),
        ({"X-Road-Client": ""}, 400, "Client.ClientMissing"),
        ({"X-Road-Client": "VN/GOV/H02.05"}, 400, "Client.MalformedHeader"),
        ({"X-Road-Client": "VN/GOV/H02.05/khong-co"}, 403, "Client.UnknownClient"),
        ({"X-Road-Client": "VN/GOV/H02.07/la"}, 403, "Client.ForeignClient"),
        ({"X-Road-Id": "1234"}, 400, "Client.MalformedHeader"),
        ({"X-Road-UserId": "x" * 256}, 400, "Client.MalformedHeader"),
        ({"X-Thua": "a" * 33_000}, 431, "Client.HeadersTooLarge"),
        ({f"X-{number}": "1" for number in range(101)}, 431, "Client.HeadersTooLarge"),
    ],
)
async def test_headers(gateway: Gateway, provider: Provider, headers: dict[str, str], status: int, kind: str) -> None:
    await check_refused(gateway, provider, await gateway.call(headers=headers), status, kind)


async def test_an_expired_token(gateway: Gateway, provider: Provider) -> None:
    answer = await gateway.call(headers={"Authorization": f"Bearer {gateway.token(now=PAST)}"})
    await check_refused(gateway, provider, answer, 401, "Client.TokenExpired")
    assert answer.headers["www-authenticate"] == "Bearer"


async def test_a_revoked_token(gateway: Gateway, provider: Provider) -> None:
    token = gateway.token()
    async with gateway.app.state.database.session() as session:
        await revoke_client(session, "mot-cua", datetime.now(UTC) + timedelta(seconds=1))
    answer = await gateway.call(headers={"Authorization": f"Bearer {token}"})
    await check_refused(gateway, provider, answer, 401, "Client.TokenRevoked")


async def test_a_person_s_token(gateway: Gateway, provider: Provider) -> None:
    claims = {"account_id": str(gateway.ids["mot-cua"]), "session_id": "1", "kind": "official", "name": "Hường"}
    minted = gateway.app.state.authority.minter.for_person(
        **claims, username="huong", agency="H02.05", roles=[], scopes=[], now=datetime.now(UTC)
    )
    answer = await gateway.call(headers={"Authorization": f"Bearer {minted.token}"})
    await check_refused(gateway, provider, answer, 401, "Client.TokenRefused")


async def test_an_application_that_was_stopped(gateway: Gateway, provider: Provider) -> None:
    await gateway.change(update(Application).where(Application.code == "mot-cua").values(active=False))
    await check_refused(gateway, provider, await gateway.call(), 403, "Client.UnknownClient")


async def test_a_member_that_has_ended(gateway: Gateway, provider: Provider) -> None:
    await gateway.change(update(Member).where(Member.code == "H02.05").values(valid_to=date(2025, 7, 1)))
    await check_refused(gateway, provider, await gateway.call(), 403, "Client.UnknownClient")


async def test_nothing_is_granted_by_default(gateway: Gateway, provider: Provider) -> None:
    headers = {"Authorization": f"Bearer {gateway.token('la')}", "X-Road-Client": "VN/GOV/H02.07/la"}
    await check_refused(gateway, provider, await gateway.call(headers=headers), 403, "Client.AccessDenied")


@pytest.mark.parametrize(
    "change",
    [
        {"revoked_at": PAST, "revoked_by": "x", "revoke_reason": "hết việc"},
        {"valid_to": date(2026, 1, 2), "valid_from": date(2026, 1, 1)},
        {"valid_from": date(2999, 1, 1)},
    ],
)
async def test_a_right_that_does_not_stand(gateway: Gateway, provider: Provider, change: dict[str, Any]) -> None:
    await gateway.change(update(AccessRight).values(**change))
    await check_refused(gateway, provider, await gateway.call(), 403, "Client.AccessDenied")


@pytest.mark.parametrize(
    ("path", "method", "status", "kind"),
    [
        ("/khong-co", "GET", 404, "Client.UnknownPath"),
        ("/tim", "DELETE", 404, "Client.UnknownPath"),
        ("/nguoi/1/2/3", "GET", 404, "Client.UnknownPath"),
        ("/" + "a" * 2001, "GET", 414, "Client.PathTooLong"),
        ("/tim?" + "a" * 8001, "GET", 414, "Client.QueryTooLong"),
        ("/tim", "PROPFIND", 400, "Client.MethodNotAllowed"),
    ],
)
async def test_addresses(gateway: Gateway, provider: Provider, path: str, method: str, status: int, kind: str) -> None:
    record = await check_refused(gateway, provider, await gateway.call(path, method), status, kind)
    assert record["template"] in {"", "/tim"}, "a raw path is never on record"


@pytest.mark.parametrize("path", ["/r1/", "/r1/VN/GOV", "/r1/VN/GOV/H02.01/dan-cu", "/r1/VN//H02.01/dan-cu/tra-cuu"])
async def test_addresses_that_are_none(gateway: Gateway, provider: Provider, path: str) -> None:
    answer = await gateway.http.get(gateway.url + path, headers=gateway.headers())
    await check_refused(gateway, provider, answer, 404, "Client.MalformedAddress")


@pytest.mark.parametrize("path", [PATH.replace("VN", "EE"), PATH.replace("H02.01", "H99"), PATH + "-2"])
async def test_services_nobody_has(gateway: Gateway, provider: Provider, path: str) -> None:
    answer = await gateway.http.get(f"{gateway.url}{path}/tim", headers=gateway.headers())
    await check_refused(gateway, provider, answer, 404, "Client.UnknownService")


async def test_a_service_that_is_off_tells_its_notice(gateway: Gateway, provider: Provider) -> None:
    back = datetime.now(UTC) + timedelta(hours=1)
    await gateway.service(enabled=False, notice="Bảo trì đến 17 giờ", back_at=back)
    answer = await gateway.call()
    await check_refused(gateway, provider, answer, 503, "Server.ServerProxy.ServiceDisabled")
    assert "Bảo trì đến 17 giờ" in answer.json()["message"]
    assert 3500 < int(answer.headers["retry-after"]) <= 3600


async def test_messages_come_in_english_too(gateway: Gateway) -> None:
    answer = await gateway.call("/khong-co", headers={"Accept-Language": "en-GB"})
    assert answer.json()["message"].startswith("The service has no such path")


@pytest.mark.parametrize("streamed", [False, True])
async def test_a_body_larger_than_the_service_takes(gateway: Gateway, provider: Provider, streamed: bool) -> None:
    await gateway.service(max_request_bytes=1000)

    async def chunks() -> Any:
        for _ in range(11):
            yield b"x" * 100

    answer = await gateway.call(method="POST", content=chunks() if streamed else b"x" * 1001)
    assert (answer.status_code, answer.json()["type"]) == (413, "Client.RequestTooLarge")
    assert (await gateway.records())[-1]["fault"] == "Client.RequestTooLarge"


async def test_too_many_calls(gateway: Gateway, provider: Provider) -> None:
    await gateway.service(rate_limit=1, burst=3)
    answers = [await gateway.call() for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    assert answers[-1].json()["type"] == "Client.TooManyRequests"
    assert int(answers[-1].headers["retry-after"]) >= 1


async def refuse_many(gateway: Gateway) -> int:
    """Beyond the rate; how many were not recorded one by one."""
    calls = [gateway.http.get(gateway.url + PATH, headers={"X-Road-Client": CLIENT}) for _ in range(300)]
    assert {answer.status_code for answer in await asyncio.gather(*calls)} == {401}
    recorded = [record for record in await gateway.records() if "fault" in record]
    assert 100 <= len(recorded) < 300
    return 300 - len(recorded)


def counted(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [line for record in records for line in record.get("refusals", ())]


async def test_refusals_beyond_a_rate_are_counted_though_no_other_follows(
    gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence, "SUMMARY_SECONDS", 0.3)
    expected = await refuse_many(gateway)
    async with asyncio.timeout(10):
        while sum(line["count"] for line in counted(await gateway.records())) < expected:
            await asyncio.sleep(0.05)
    assert counted(await gateway.records())[0]["fault"] == "Client.TokenMissing"


async def test_refusals_that_were_counted_are_told_at_the_end(
    database_url: str, valkey_url: str, provider: Provider
) -> None:
    async with running(database_url, valkey_url, provider.url) as gateway:
        expected = await refuse_many(gateway)
        assert counted(await gateway.records()) == []
    database = Database(database_url)
    async with database.session() as session:
        (body,) = await session.scalars(select(ChainPayload.body).where(ChainPayload.kind == "exchange-refusals"))
    await database.dispose()
    assert body["refusals"] == [{"client": "", "fault": "Client.TokenMissing", "count": expected}]
