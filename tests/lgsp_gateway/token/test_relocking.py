"""SECRET_KEY is changed under a gateway with keys, authenticators and a national platform in it."""

import re
import subprocess
from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from kit.vault import Vault
from lgsp_gateway.national.schemas import PlatformConnect
from lgsp_gateway.national.service import connect
from lgsp_gateway.national.tables import PURPOSE, NationalPlatform
from tests.lgsp_gateway.identity import REGISTRAR, SECRET, Clock, Gateway, code_of, running
from tests.support.relocking import relock

OLD, NEW, OTHER = (f"{name}-secret-of-tests-only-0123456789abcdef" for name in ("old", "new", "other"))
CODE = re.compile(r"[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}")
NDXP = "https://ndxp.example"


async def settled(gateway: Gateway, clock: Clock) -> tuple[str, list[str]]:
    """An administrator with an authenticator: its secret and the recovery codes."""
    await gateway.person("quantri", "administrator")
    async with gateway.database.session() as session:
        data = PlatformConnect(name="NDXP", base_url=NDXP, token_url=NDXP, client_id="lgsp", secret="khóa")
        await connect(session, REGISTRAR, gateway.app.state.settings.secret_key, data, clock())
    async with gateway.browser() as browser:
        await browser.sign_in("quantri")
        secret = SECRET.search((await browser.get("/sign-in/enrol")).text)
        assert secret
        page = await browser.post("/sign-in/enrol", code=code_of(secret[1], clock))
    return secret[1], CODE.findall(page.text)


async def opens(gateway: Gateway, clock: Clock, code: str) -> bool:
    async with gateway.browser() as browser:
        await browser.sign_in("quantri")
        return (await browser.post("/sign-in/code", code=code)).status_code == 303


def command(gateway: Gateway, key: str, previous: str = "[]") -> subprocess.CompletedProcess[str]:
    return relock("lgsp_gateway", gateway.app.state.settings, key, previous)


async def national_secret(gateway: Gateway) -> bytes:
    async with gateway.database.session() as session:
        (platform,) = await session.scalars(select(NationalPlatform))
    return Vault.of(gateway.app.state.settings, PURPOSE).unlock(platform.locked_secret, NDXP)


async def test_the_key_is_changed_in_three_steps(
    make_database: Callable[[str], str], valkey_url: str, clock: Clock
) -> None:
    where = (make_database("lgsp_gateway"), valkey_url, clock)
    async with running(*where, secret_key=OLD) as gateway:
        secret, codes = await settled(gateway, clock)
        kid = gateway.authority.ring.signing.kid
    clock.pass_(minutes=2)
    async with running(*where, secret_key=NEW, secret_key_previous=[OLD]) as gateway:
        assert gateway.authority.ring.signing.kid == kid
        assert await opens(gateway, clock, code_of(secret, clock))
        assert await opens(gateway, clock, codes[0])
        ran = command(gateway, NEW, f'["{OLD}"]')
        assert ran.returncode == 0, ran.stderr
        told = ran.stdout.splitlines()
        assert set(told[:4]) == {"signing_key.locked: 2 locked anew", "account.totp_locked: 1 locked anew",
                                 "recovery_code.code_hash: 10 locked anew",
                                 "national_platform.locked_secret: 1 locked anew"}  # fmt: skip
        assert "CHAIN_PUBLIC_KEYS" in told[4]
        assert "account.totp_locked: 0 locked anew" in command(gateway, NEW, f'["{OLD}"]').stdout
        (entry, _) = await gateway.trail("vault-resealed")
        assert entry.body["counts"]["recovery_code.code_hash"] == 10
    clock.pass_(minutes=2)
    async with running(*where, secret_key=NEW) as gateway:
        assert gateway.authority.ring.signing.kid == kid
        assert await opens(gateway, clock, code_of(secret, clock))
        assert await opens(gateway, clock, codes[1])
        assert not await opens(gateway, clock, codes[0])
        assert await national_secret(gateway) == "khóa".encode()


async def test_a_wrong_key_is_said_and_changes_nothing(
    make_database: Callable[[str], str], valkey_url: str, clock: Clock
) -> None:
    where: Any = (make_database("lgsp_gateway"), valkey_url, clock)
    async with running(*where, secret_key=OLD) as gateway:
        secret, _ = await settled(gateway, clock)
        for key, previous in ((NEW, "[]"), (NEW, f'["{OTHER}"]')):
            ran = command(gateway, key, previous)
            assert ran.returncode == 1
            assert "nothing was changed: what was locked as" in ran.stderr
            assert "SECRET_KEY_PREVIOUS" in ran.stderr
        clock.pass_(minutes=2)
        assert await opens(gateway, clock, code_of(secret, clock))
