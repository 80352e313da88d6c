"""Only tokens that the gateway signed, for us, and that still hold, make a caller."""

import hmac
import json
from base64 import urlsafe_b64encode
from time import time
from typing import Any

import pytest
from joserfc.jwk import ECKey

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
