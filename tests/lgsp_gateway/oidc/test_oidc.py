"""Signing in at an outside provider."""

from collections.abc import Callable
from typing import Any

import pytest
from joserfc.jwk import ECKey
from sqlalchemy import func, select

from lgsp_gateway.account.tables import Account
from lgsp_gateway.oidc.tables import ExternalIdentity
from tests.lgsp_gateway.identity import Clock, Gateway, running
from tests.lgsp_gateway.oidc.conftest import HUONG, QUY, UNVERIFIED, Provider


async def test_it_is_off_by_default(gateway: Gateway) -> None:
    async with gateway.browser() as browser:
        assert (await browser.get("/sign-in/oidc")).status_code == 404
        assert "/sign-in/oidc" not in (await browser.get("/sign-in")).text


async def test_somebody_known_signs_in(trusting: Gateway, provider: Provider) -> None:
    await trusting.person("huong", email="huong.nguyen@demo.example")
    async with trusting.browser() as browser:
        assert "/sign-in/oidc" in (await browser.get("/sign-in")).text
        answer = await browser.get(await provider.vouch(browser, HUONG, "/account"))
        assert answer.status_code == 303, answer.text
        assert answer.headers["location"] == "/account"
        assert await browser.is_signed_in()
    (entry,) = await trusting.trail("signed-in")
    assert entry.body["method"] == "oidc"


async def test_the_second_time_the_providers_own_name_counts(trusting: Gateway, provider: Provider) -> None:
    account = await trusting.person("huong", email="huong.nguyen@demo.example")
    async with trusting.browser() as browser:
        await browser.get(await provider.vouch(browser, HUONG))
    provider.app.state.people[HUONG]["email"] = "moi@demo.example"
    async with trusting.browser() as browser:
        assert (await browser.get(await provider.vouch(browser, HUONG))).status_code == 303
    async with trusting.database.session() as session:
        assert await session.scalar(select(ExternalIdentity.account_id)) == account.id


async def refused(gateway: Gateway, provider: Provider, person: str) -> str:
    async with gateway.browser() as browser:
        answer = await browser.get(await provider.vouch(browser, person))
        assert answer.status_code == 403
        assert not await browser.is_signed_in()
        return answer.text


async def test_an_address_nobody_verified_opens_nothing(trusting: Gateway, provider: Provider) -> None:
    await trusting.person("anh", email="anh.tran@demo.example")
    assert "oidc-nobody" in await refused(trusting, provider, UNVERIFIED)


@pytest.mark.parametrize("email_verified", [False, "true", 1, None])
async def test_only_the_plain_word_of_the_provider_counts(
    trusting: Gateway, provider: Provider, email_verified: Any
) -> None:
    await trusting.person("huong", email="huong.nguyen@demo.example")
    provider.app.state.people[HUONG]["email_verified"] = email_verified
    assert "oidc-nobody" in await refused(trusting, provider, HUONG)


async def linked(gateway: Gateway) -> int:
    async with gateway.database.session() as session:
        return await session.scalar(select(func.count()).select_from(ExternalIdentity)) or 0


async def test_who_must_prove_a_second_factor_is_not_linked_from_outside(
    trusting: Gateway, provider: Provider, clock: Clock
) -> None:
    await trusting.person("quantri", "administrator", "official", email="huong.nguyen@demo.example")
    assert "oidc-sign-in-here" in await refused(trusting, provider, HUONG)
    assert await linked(trusting) == 0
    async with trusting.browser() as browser:
        await browser.sign_in_fully("quantri", clock)
        assert await browser.is_signed_in()
    assert "oidc-sign-in-here" in await refused(trusting, provider, HUONG)


async def test_nor_let_in_who_came_to_such_a_role_after_being_linked(trusting: Gateway, provider: Provider) -> None:
    account = await trusting.person("huong", email="huong.nguyen@demo.example")
    async with trusting.browser() as browser:
        assert (await browser.get(await provider.vouch(browser, HUONG))).status_code == 303
    async with trusting.database.session() as session:
        (await session.get_one(Account, account.id)).roles = ["administrator"]
    assert "oidc-sign-in-here" in await refused(trusting, provider, HUONG)


async def test_a_locked_account_stays_locked(trusting: Gateway, provider: Provider) -> None:
    account = await trusting.person("huong", email="huong.nguyen@demo.example")
    async with trusting.database.session() as session:
        (await session.get_one(Account, account.id)).state = "locked"
    assert "oidc-nobody" in await refused(trusting, provider, HUONG)


async def test_who_has_no_account_gets_none_unless_settings_say_so(
    trusting: Gateway, provider: Provider, make_database: Callable[[str], str], valkey_url: str, clock: Clock
) -> None:
    assert "oidc-nobody" in await refused(trusting, provider, QUY)
    more = {**provider.settings, "oidc_create": True}
    async with running(make_database("lgsp_gateway"), valkey_url, clock, **more) as gateway:
        for _ in range(2):
            async with gateway.browser() as browser:
                await browser.get(await provider.vouch(browser, QUY))
                assert "Đặng Văn Quý" in (await browser.get("/account")).text
        async with gateway.database.session() as session:
            assert await session.scalar(select(func.count()).select_from(Account)) == 1


async def test_the_provider_refuses(trusting: Gateway, provider: Provider) -> None:
    assert "oidc-refused" in await refused(trusting, provider, "-")


async def test_only_the_browser_that_left_comes_back(trusting: Gateway, provider: Provider) -> None:
    """Otherwise one could be signed in as somebody else by a link (login CSRF)."""
    await trusting.person("huong", email="huong.nguyen@demo.example")
    async with trusting.browser() as attacker, trusting.browser() as victim:
        address = await provider.vouch(attacker, HUONG)
        assert (await victim.get(address)).status_code == 403
        await provider.vouch(victim, QUY)
        assert (await victim.get(address)).status_code == 403
        assert not await victim.is_signed_in()


async def test_a_code_works_once(trusting: Gateway, provider: Provider) -> None:
    await trusting.person("huong", email="huong.nguyen@demo.example")
    async with trusting.browser() as browser:
        address = await provider.vouch(browser, HUONG)
        cookies = dict(browser.http.cookies)
        assert (await browser.get(address)).status_code == 303
        browser.http.cookies.clear()
        browser.http.cookies.update(cookies)
        assert (await browser.get(address)).status_code == 403


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "another client"},
        {"iss": "http://elsewhere.example"},
        {"nonce": "another"},
        {"exp": 1},
        {"sub": None},
        {"azp": "another client", "aud": ["provincial-platforms", "another client"]},
    ],
    ids=str,
)
async def test_identities_that_claim_wrongly(trusting: Gateway, provider: Provider, claims: dict[str, Any]) -> None:
    await trusting.person("huong", email="huong.nguyen@demo.example")
    async with trusting.browser() as browser:
        address = await provider.vouch(browser, HUONG)
        provider.app.state.people[HUONG] |= claims
        answer = await browser.get(address)
        assert answer.status_code == 403, answer.text
        assert not await browser.is_signed_in()


async def test_a_foreign_signature_is_refused(trusting: Gateway, provider: Provider) -> None:
    await trusting.person("huong", email="huong.nguyen@demo.example")
    async with trusting.browser() as browser:
        address = await provider.vouch(browser, HUONG)
        await trusting.app.state.oidc_provider._key_set()
        published = provider.app.state.key
        provider.app.state.key = ECKey.generate_key("P-256", {"kid": published.kid})
        assert (await browser.get(address)).status_code == 403


async def test_a_provider_that_is_down_is_said(
    make_database: Callable[[str], str], valkey_url: str, clock: Clock
) -> None:
    away = {"oidc_issuer": "http://127.0.0.1:1", "oidc_client_id": "x"}
    async with (
        running(make_database("lgsp_gateway"), valkey_url, clock, **away) as gateway,
        gateway.browser() as browser,
    ):
        answer = await browser.get("/sign-in/oidc")
        assert answer.status_code == 503
        assert "oidc-unavailable" in answer.text
