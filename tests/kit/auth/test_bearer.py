"""Only tokens that the gateway signed, for us, and that still hold, make a caller."""

import hmac
import json
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from time import time
from typing import Any

import pytest
from joserfc.jwk import ECKey, KeySet

from kit.auth import Bearer
from kit.errors import Unauthenticated
from tests.support.tokens import AUDIENCE, ISSUER, TestKeys


@pytest.fixture
def bearer(keys: TestKeys) -> Bearer:
    return Bearer(keys, issuer=ISSUER, audience=AUDIENCE)


async def test_a_good_token_says_who_calls(bearer: Bearer, keys: TestKeys) -> None:
    token = keys.token("members:read", "members:write", sub="7", name="Đặng Thị Ngọc Ánh", agency="H02.05")
    caller = await bearer.caller(f"Bearer {token}")
    assert (caller.subject, caller.name, caller.agency) == ("7", "Đặng Thị Ngọc Ánh", "H02.05")
    assert caller.scopes == {"members:read", "members:write"}


@pytest.mark.parametrize(
    "claims",
    [
        {"exp": int(time()) - 60},
        {"exp": None},
        {"iss": "https://evil.example"},
        {"aud": "lgsp"},
        {"aud": None},
        {"kind": "administrator"},
        {"sub": None},
    ],
    ids=["expired", "endless", "issuer", "audience", "no-audience", "kind", "nobody"],
)
async def test_a_claim_that_does_not_fit_is_refused(bearer: Bearer, keys: TestKeys, claims: dict[str, Any]) -> None:
    with pytest.raises(Unauthenticated) as caught:
        await bearer.caller(f"Bearer {keys.token(**claims)}")
    assert caught.value.code == "token-refused"


class Changing:
    """Keys that are replaced."""

    def __init__(self, *keys: TestKeys) -> None:
        self.now, self._later = keys[0], list(keys[1:])

    async def current(self) -> KeySet:
        return await self.now.current()

    async def refreshed(self) -> KeySet:
        return await self.now.current()

    def change(self) -> None:
        self.now = self._later.pop(0)


async def test_a_token_seen_before_holds_no_longer_than_its_time_and_its_key() -> None:
    first, second = TestKeys(), TestKeys()
    keys, moment = Changing(first, second), datetime.now(UTC)
    now = [moment]
    bearer = Bearer(keys, issuer=ISSUER, audience=AUDIENCE, clock=lambda: now[0])
    token = f"Bearer {first.token('members:read', sub='7')}"
    assert await bearer.caller(token) == await bearer.caller(token)
    now[0] = moment + timedelta(days=2)
    with pytest.raises(Unauthenticated):
        await bearer.caller(token)
    now[0] = moment
    assert (await bearer.caller(token)).subject == "7"
    keys.change()
    with pytest.raises(Unauthenticated):
        await bearer.caller(token)


async def test_a_signature_is_verified_for_each_token(bearer: Bearer, keys: TestKeys) -> None:
    """One that differs in its last letter from one that was seen is another; and memory is bounded."""
    token = keys.token(sub="7")
    await bearer.caller(f"Bearer {token}")
    head, _, signature = token.rpartition(".")
    forged = f"{head}.{'A' if signature[0] != 'A' else 'B'}{signature[1:]}"
    for _ in range(2):
        with pytest.raises(Unauthenticated):
            await bearer.caller(f"Bearer {forged}")
    assert len(bearer._known) == 1


async def test_a_token_of_another_key_is_refused(bearer: Bearer) -> None:
    with pytest.raises(Unauthenticated):
        await bearer.caller(f"Bearer {TestKeys().token()}")


def encoded(part: dict[str, Any]) -> str:
    return urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")


async def test_the_public_key_is_no_secret(bearer: Bearer, keys: TestKeys) -> None:
    """HS256 signed with the published key, the classic confusion; and no signature at all."""
    public = (await keys.current()).keys[0]
    assert isinstance(public, ECKey)
    claims = {"iss": ISSUER, "aud": AUDIENCE, "sub": "1", "kind": "official", "exp": int(time()) + 60}
    head, body = (encoded(part) for part in ({"alg": "HS256", "kid": "test"}, claims))
    mac = hmac.digest(public.as_pem(private=False), f"{head}.{body}".encode(), "sha256")
    forged = f"{head}.{body}.{urlsafe_b64encode(mac).decode().rstrip('=')}"
    header, body, _ = keys.token().split(".")
    unsigned = f"eyJhbGciOiJub25lIn0.{body}."
    for token in (forged, unsigned, f"{header}.{body}."):
        with pytest.raises(Unauthenticated):
            await bearer.caller(f"Bearer {token}")


@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Bearer ", "Basic abc", "Bearer a.b.c", "Bearer ệ", "Bearer " + "a" * 9000]
)
async def test_rubbish_is_refused(bearer: Bearer, header: str | None) -> None:
    with pytest.raises(Unauthenticated):
        await bearer.caller(header)
