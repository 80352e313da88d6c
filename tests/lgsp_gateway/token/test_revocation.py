"""Revoked means refused: at once, in every process, after a restart, and whatever becomes of Valkey."""

import asyncio
from collections.abc import Callable

import redis
from sqlalchemy import text

from kit.errors import Unauthenticated
from lgsp_gateway.application import credentials, service
from lgsp_gateway.application.queries import get_application
from lgsp_gateway.application.schemas import ApplicationUpdate
from tests.lgsp_gateway.identity import REGISTRAR, Clock, Gateway, System, running


async def issued(gateway: Gateway, system: System) -> str:
    token: str = (await gateway.token(system)).json()["access_token"]
    return token


def is_good(gateway: Gateway, token: str) -> bool:
    try:
        gateway.authority.exchange.verify(token)
    except Unauthenticated as problem:
        return problem.code != "token-revoked"
    return True


async def test_a_client_revokes_its_token(gateway: Gateway) -> None:
    system = await gateway.register()
    one, other = await issued(gateway, system), await issued(gateway, system)
    assert (await gateway.post("/oauth2/revoke", system, token=one)).status_code == 200
    assert not is_good(gateway, one)
    assert is_good(gateway, other)
    assert len(await gateway.trail("token-revoked")) == 1


async def test_nobody_revokes_the_tokens_of_others(gateway: Gateway) -> None:
    token = await issued(gateway, await gateway.register())
    answer = await gateway.post("/oauth2/revoke", await gateway.register("khac"), token=token)
    assert answer.status_code == 200
    assert is_good(gateway, token)


async def test_unknown_tokens_are_revoked_in_silence(gateway: Gateway) -> None:
    assert (await gateway.post("/oauth2/revoke", await gateway.register(), token="rubbish")).status_code == 200


async def test_a_token_has_to_be_named(gateway: Gateway) -> None:
    answer = await gateway.post("/oauth2/revoke", await gateway.register())
    assert answer.json()["error"] == "invalid_request"


async def test_a_revoked_credential_takes_its_tokens_along(gateway: Gateway, clock: Clock) -> None:
    system = await gateway.register()
    token = await issued(gateway, system)
    other = await issued(gateway, await gateway.credential(system.application_id))
    async with gateway.database.session() as session:
        await credentials.revoke(session, REGISTRAR, system.application_id, system.credential_id, clock())
    assert not is_good(gateway, token)
    assert is_good(gateway, other)
    assert (await gateway.token(system)).status_code == 401


async def switch(gateway: Gateway, system: System, *, active: bool) -> None:
    async with gateway.database.session() as session:
        application = await get_application(session, system.application_id)
        wanted = ApplicationUpdate(
            version=application.version, name=application.name, active=active, rate_limit=50, burst=100
        )
        await service.change(session, REGISTRAR, application.id, wanted, gateway.clock())


async def test_an_application_switched_off_and_on_again(gateway: Gateway, clock: Clock) -> None:
    system = await gateway.register()
    token = await issued(gateway, system)
    await switch(gateway, system, active=False)
    assert not is_good(gateway, token)
    assert (await gateway.token(system)).status_code == 401
    clock.pass_(seconds=2)
    await switch(gateway, system, active=True)
    assert not is_good(gateway, token)
    assert is_good(gateway, await issued(gateway, system))


async def test_it_survives_a_restart_and_the_loss_of_valkey(
    make_database: Callable[[str], str], valkey_url: str, clock: Clock
) -> None:
    database_url = make_database("lgsp_gateway")
    async with running(database_url, valkey_url, clock) as gateway:
        system = await gateway.register()
        token, other = await issued(gateway, system), await issued(gateway, system)
        await gateway.post("/oauth2/revoke", system, token=token)
        with redis.Redis.from_url(valkey_url) as client:
            client.flushall()
        assert not is_good(gateway, token)
    async with running(database_url, valkey_url, clock) as gateway:
        assert not is_good(gateway, token)
        assert is_good(gateway, other)


async def test_another_process_hears_of_it(gateway: Gateway) -> None:
    """As another process would write it: this one is told nothing and has to read."""
    token = await issued(gateway, await gateway.register())
    claims = gateway.authority.exchange.verify(token)
    async with gateway.database.engine.begin() as connection:
        await connection.execute(
            text("INSERT INTO revocation (kind, value, revoked_at, expires_at) VALUES ('token', :id, :now, :later)"),
            {"id": claims.token_id, "now": gateway.clock(), "later": gateway.clock().replace(hour=23)},
        )
    async with asyncio.timeout(10):
        while is_good(gateway, token):
            await asyncio.sleep(0.02)


async def test_a_transaction_that_commits_late_is_not_overlooked(gateway: Gateway) -> None:
    """One begun first may commit last; reading by the highest number seen would miss it."""
    token = await issued(gateway, await gateway.register())
    claims = gateway.authority.exchange.verify(token)
    statement = text("INSERT INTO revocation (kind, value, revoked_at, expires_at) VALUES ('token', :id, :now, :later)")
    times = {"now": gateway.clock(), "later": gateway.clock().replace(hour=23)}
    async with gateway.database.engine.connect() as slow:
        await slow.execute(statement, {"id": claims.token_id, **times})
        async with gateway.database.engine.begin() as fast:
            await fast.execute(statement, {"id": "another", **times})
        await gateway.authority.read(gateway.database)
        assert is_good(gateway, token)
        await slow.commit()
    await gateway.authority.read(gateway.database)
    assert not is_good(gateway, token)


async def test_what_has_expired_is_forgotten(gateway: Gateway, clock: Clock) -> None:
    system = await gateway.register()
    await gateway.post("/oauth2/revoke", system, token=await issued(gateway, system))
    clock.pass_(hours=2)
    await gateway.authority.read(gateway.database)
    assert not gateway.authority.revocations._revoked["token"]
