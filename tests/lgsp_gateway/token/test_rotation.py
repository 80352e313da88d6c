"""Keys come and go; tokens notice nothing until theirs has gone."""

import subprocess
import sys
from datetime import datetime, timedelta
from os import environ

import pytest
from joserfc import jwt
from joserfc.jwk import KeySet
from sqlalchemy import select, text

from kit.errors import Unauthenticated
from kit.jobs.runner import run_if_due
from kit.vault import Locked
from lgsp_gateway.token.errors import NextKeyTooYoung
from lgsp_gateway.token.jobs import keys_and_revocations
from lgsp_gateway.token.queries import list_keys
from lgsp_gateway.token.ring import KeyRing
from lgsp_gateway.token.service import destroy_key, rotate_keys
from lgsp_gateway.token.tables import SigningKey
from tests.lgsp_gateway.identity import Browser, Clock, Gateway


async def keys(gateway: Gateway) -> dict[str, str]:
    async with gateway.database.session() as session:
        return {key.kid: key.state for key in await list_keys(session)}


async def work(gateway: Gateway) -> None:
    """The job as its runner does it, then what this process reads."""
    await run_if_due(gateway.app, keys_and_revocations, gateway.clock())
    await gateway.authority.read(gateway.database)


async def issued(gateway: Gateway) -> str:
    token: str = (await gateway.token(await gateway.register())).json()["access_token"]
    return token


async def test_the_next_key_is_published_before_it_signs(gateway: Gateway) -> None:
    published = (await gateway.http.get("/.well-known/jwks.json")).json()["keys"]
    assert {key["kid"] for key in published} == set(await keys(gateway))
    assert sorted((await keys(gateway)).values()) == ["current", "next"]
    assert all("d" not in key and key["kty"] == "EC" and key["alg"] == "ES256" for key in published)


async def test_tokens_verify_with_what_is_published(gateway: Gateway) -> None:
    published = KeySet.import_key_set((await gateway.http.get("/.well-known/jwks.json")).json())
    assert jwt.decode(await issued(gateway), published, algorithms=["ES256"]).claims["aud"] == "exchange"


async def test_the_job_rotates_when_it_is_time(gateway: Gateway, clock: Clock) -> None:
    before = await keys(gateway)
    await work(gateway)
    assert await keys(gateway) == before
    clock.pass_(days=30)
    old = await issued(gateway)
    await work(gateway)
    after = await keys(gateway)
    (current,) = [kid for kid, state in before.items() if state == "current"]
    (following,) = [kid for kid, state in before.items() if state == "next"]
    assert after[current] == "retired"
    assert after[following] == "current"
    assert gateway.authority.ring.signing.kid == following
    assert gateway.authority.exchange.verify(old)
    assert gateway.authority.exchange.verify(await issued(gateway)).kid == following


async def test_the_old_key_goes_when_all_its_tokens_have_expired(gateway: Gateway, clock: Clock) -> None:
    (old,) = [kid for kid, state in (await keys(gateway)).items() if state == "current"]
    clock.pass_(days=30)
    await work(gateway)
    clock.pass_(hours=1, minutes=6)
    assert gateway.authority.ring.find(old, clock().timestamp()) is None
    published = (await gateway.http.get("/.well-known/jwks.json")).json()["keys"]
    assert old not in {key["kid"] for key in published}
    clock.pass_(minutes=10)
    await work(gateway)
    assert old not in await keys(gateway)


async def test_a_next_key_nobody_knows_yet_does_not_sign(gateway: Gateway, clock: Clock) -> None:
    with pytest.raises(NextKeyTooYoung):
        async with gateway.database.session() as session:
            await rotate_keys(session, gateway.authority, "test", clock())
    clock.pass_(minutes=10)
    async with gateway.database.session() as session:
        await rotate_keys(session, gateway.authority, "test", clock())
    assert sorted((await keys(gateway)).values()) == ["current", "next", "retired"]


async def test_what_a_destroyed_key_signed_is_refused_at_once(gateway: Gateway, clock: Clock) -> None:
    token = await issued(gateway)
    assert gateway.authority.exchange.verify(token)
    kid = str(gateway.authority.ring.signing.kid)
    async with gateway.database.session() as session:
        await destroy_key(session, gateway.authority, kid, "test", clock())
    await gateway.authority.read(gateway.database)
    with pytest.raises(Unauthenticated):
        gateway.authority.exchange.verify(token)
    assert gateway.authority.exchange.verify(await issued(gateway)).kid != kid


async def test_two_processes_starting_make_one_pair_of_keys(gateway: Gateway) -> None:
    before = await keys(gateway)
    ring = KeyRing(gateway.authority.vault)
    async with gateway.database.session() as session:
        await ring.read(session)
    assert ring.signing.kid == gateway.authority.ring.signing.kid
    assert len(before) == 2


async def test_private_keys_lie_locked_and_cannot_be_swapped(gateway: Gateway) -> None:
    async with gateway.database.session() as session:
        rows = list(await session.scalars(select(SigningKey)))
        assert all("PRIVATE" not in row.locked and '"d"' not in row.locked for row in rows)
        one, other = rows
    with pytest.raises(Locked):
        gateway.authority.vault.unlock(one.locked, other.kid)


async def test_at_most_one_key_signs(gateway: Gateway) -> None:
    with pytest.raises(Exception, match="uq_signing_key_one"):
        async with gateway.database.session() as session:
            await session.execute(text("UPDATE signing_key SET state = 'current'"))


async def test_the_command_rotates(gateway: Gateway) -> None:
    settings = gateway.app.state.settings
    async with gateway.database.engine.begin() as connection:
        await connection.execute(text("UPDATE signing_key SET created_at = :then"), {"then": settings_past()})
    ran = subprocess.run(
        [sys.executable, "-m", "lgsp_gateway.token", "rotate"],
        env={
            **environ,
            "MODE": "embedded",
            "DATABASE_URL": settings.database_url,
            "REDIS_URL": settings.redis_url,
            "BUS_URL": settings.bus_url,
            "SECRET_KEY": settings.secret_key.get_secret_value(),
        },
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert ran.returncode == 0, ran.stderr
    assert sorted(line.split()[1] for line in ran.stdout.splitlines()) == ["current", "next", "retired"]


def settings_past() -> datetime:
    return Clock().now - timedelta(days=400)


async def test_administrators_see_and_rotate_keys(gateway: Gateway, clock: Clock) -> None:
    async with gateway.browser() as browser:
        await signed_in(gateway, browser, "auditor")
        assert (await browser.get("/lgsp-gateway/keys")).status_code == 403
    async with gateway.browser() as browser:
        await signed_in(gateway, browser, "administrator")
        clock.pass_(minutes=11)
        page = await browser.get("/lgsp-gateway/keys")
        assert page.status_code == 200, page.text
        assert (await browser.post("/lgsp-gateway/keys/rotate")).status_code == 303
        assert (await browser.post("/lgsp-gateway/keys/rotate")).status_code == 409
        kid = str(gateway.authority.ring.signing.kid)
        assert (await browser.post(f"/lgsp-gateway/keys/{kid}/destroy")).status_code == 303
        assert (await browser.post("/lgsp-gateway/keys/unknown/destroy")).status_code == 404
    assert len(await gateway.trail("key-rotated")) == 1
    assert len(await gateway.trail("key-destroyed")) == 1


async def signed_in(gateway: Gateway, browser: Browser, role: str) -> None:
    await gateway.person(f"nguoi.{role}", role)
    await browser.sign_in_fully(f"nguoi.{role}", gateway.clock)
