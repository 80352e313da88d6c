"""What the verifier lets through, and what it refuses."""

import base64
import json
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey

from kit.errors import Unauthenticated, Unavailable
from lgsp_gateway.token.minting import TYPE
from tests.lgsp_gateway.identity import Clock, Gateway
from tests.lgsp_gateway.token.assertion import symmetric


async def issued(gateway: Gateway) -> str:
    token: str = (await gateway.token(await gateway.register())).json()["access_token"]
    return token


def refused(gateway: Gateway, token: str) -> str:
    with pytest.raises(Unauthenticated) as raised:
        gateway.authority.exchange.verify(token)
    return raised.value.code


def signed(gateway: Gateway, header: dict[str, Any] | None = None, **claims: Any) -> str:
    """With the gateway's own key, so that only the claims are wrong."""
    key, now = gateway.authority.ring.signing, int(gateway.clock().timestamp())
    content = {
        "iss": "http://127.0.0.1:8000",
        "aud": "exchange",
        "sub": "s",
        "client_id": "c",
        "kind": "system",
        "jti": "j",
        "iat": now,
        "exp": now + 600,
        **claims,
    }
    content = {name: value for name, value in content.items() if value is not None}
    return jwt.encode({"alg": "ES256", "kid": key.kid, "typ": TYPE, **(header or {})}, content, key)


async def test_what_is_right_passes_and_is_remembered(gateway: Gateway) -> None:
    token = signed(gateway)
    assert gateway.authority.exchange.verify(token) is gateway.authority.exchange.verify(token)


async def test_wrong_claims(gateway: Gateway) -> None:
    wrong: list[dict[str, Any]] = [
        {"aud": "platforms"},
        {"iss": "http://elsewhere.example"},
        {"sub": None},
        {"jti": None},
        {"client_id": None},
        {"exp": None},
        {"kind": "robot"},
        {"iat": 99_999_999_999},
        {"scope": 7},
    ]
    for claims in wrong:
        assert refused(gateway, signed(gateway, **claims)) == "token-refused", claims


async def test_wrong_headers(gateway: Gateway) -> None:
    for header in ({"typ": "JWT"}, {"kid": "unknown"}, {"kid": ""}):
        assert refused(gateway, signed(gateway, header)) == "token-refused", header


async def test_a_token_of_a_person_is_not_one_of_a_system(gateway: Gateway) -> None:
    with pytest.raises(Unauthenticated):
        gateway.authority.platforms.verify(await issued(gateway))


async def test_it_expires(gateway: Gateway, clock: Clock) -> None:
    token = await issued(gateway)
    clock.pass_(seconds=599)
    assert gateway.authority.exchange.verify(token)
    clock.pass_(seconds=1)
    assert refused(gateway, token) == "token-expired"


async def test_no_signature_and_symmetric_signatures_are_refused(gateway: Gateway) -> None:
    head, body, signature = (await issued(gateway)).split(".")
    none = base64.urlsafe_b64encode(json.dumps({"alg": "none", "typ": TYPE}).encode()).decode().rstrip("=")
    assert refused(gateway, f"{none}.{body}.") == "token-refused"
    assert refused(gateway, f"{head}.{body}.") == "token-refused"
    assert refused(gateway, f"{head}.{body}.{signature[::-1]}") == "token-refused"
    key = gateway.authority.ring.signing
    claims = json.loads(base64.urlsafe_b64decode(body + "=="))
    confused = symmetric(claims, key.as_pem(private=False), {"kid": key.kid, "typ": TYPE})
    assert refused(gateway, confused) == "token-refused"


async def test_a_foreign_key_under_our_name_is_refused(gateway: Gateway) -> None:
    key = gateway.authority.ring.signing
    foreign = ECKey.generate_key("P-256", {"kid": str(key.kid)})
    claims = json.loads(base64.urlsafe_b64decode((await issued(gateway)).split(".")[1] + "=="))
    token = jwt.encode({"alg": "ES256", "kid": key.kid, "typ": TYPE}, claims, foreign)
    assert refused(gateway, token) == "token-refused"


async def test_rubbish(gateway: Gateway) -> None:
    for text in ["", ".", "a.b.c", "á.ế.ô", "x" * 5000, "e30.e30.e30"]:
        assert refused(gateway, text) == "token-refused"


async def test_when_revocations_are_unknown_nothing_passes(gateway: Gateway) -> None:
    token = await issued(gateway)
    gateway.authority.revocations._read_at = float("-inf")
    with pytest.raises(Unavailable):
        gateway.authority.exchange.verify(token)
