"""Tokens bound to client certificates (RFC 8705)."""

import base64
import hashlib
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from kit.errors import Unauthenticated
from lgsp_gateway.token.certificate import require_binding
from tests.lgsp_gateway.identity import Clock, Gateway, System, running


def certificate() -> x509.Certificate:
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mot-cua")])
    now = datetime(2026, 11, 1, tzinfo=UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    return made.not_valid_before(now).not_valid_after(now + timedelta(days=90)).sign(key, SHA256())


ONE, OTHER = certificate(), certificate()


def pem(given: x509.Certificate) -> str:
    return quote(given.public_bytes(Encoding.PEM))


def thumbprint(given: x509.Certificate) -> str:
    digest = hashlib.sha256(given.public_bytes(Encoding.DER)).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


@pytest.fixture
async def terminated(make_database: Callable[[str], str], valkey_url: str, clock: Clock) -> AsyncIterator[Gateway]:
    more = {"client_certificate_header": "X-Client-Cert", "tls_terminators": ["10.0.0.0/8"]}
    async with running(make_database("lgsp_gateway"), valkey_url, clock, **more) as started:
        yield started


async def ask(gateway: Gateway, system: System, header: str, peer: str = "10.0.0.7") -> httpx.Response:
    async with gateway.browser(peer) as browser:
        form = {"grant_type": "client_credentials"}
        return await browser.http.post("/oauth2/token", data=form, headers={**system.basic, "X-Client-Cert": header})


async def test_the_token_names_the_certificate(terminated: Gateway) -> None:
    system = await terminated.register()
    rfc9440 = f":{base64.b64encode(ONE.public_bytes(Encoding.DER)).decode()}:"
    for header in (pem(ONE), rfc9440):
        answer = await ask(terminated, system, header)
        assert answer.status_code == 200, answer.text
        claims = terminated.authority.exchange.verify(answer.json()["access_token"])
        assert claims.thumbprint == thumbprint(ONE)
        require_binding(claims, thumbprint(ONE))
        for wrong in (None, thumbprint(OTHER)):
            with pytest.raises(Unauthenticated):
                require_binding(claims, wrong)


async def test_behind_a_terminator_guesses_are_counted_by_who_makes_them(terminated: Gateway) -> None:
    """And not by what the guesser wrote into the header before the terminator added to it."""
    await terminated.person("huong")
    async with terminated.browser("10.0.0.7") as browser:
        for at in range(61):
            browser.http.headers["X-Forwarded-For"] = f"198.51.100.{at}, 203.0.113.9"
            answer = await browser.sign_in(f"ten.{at}", "đoán")
        assert answer.status_code == 429
        browser.http.headers["X-Forwarded-For"] = "198.51.100.1"
        assert (await browser.sign_in("huong")).status_code == 303


async def test_a_stranger_hands_over_no_certificates(terminated: Gateway) -> None:
    system = await terminated.register()
    answer = await ask(terminated, system, pem(ONE), peer="203.0.113.9")
    claims = terminated.authority.exchange.verify(answer.json()["access_token"])
    assert claims.thumbprint is None
    require_binding(claims, None)


async def test_rubbish_for_a_certificate_is_refused(terminated: Gateway) -> None:
    system = await terminated.register()
    for header in ("rubbish", ":AAAA:", ":***:", quote("-----BEGIN CERTIFICATE-----\nAA\n-----END CERTIFICATE-----")):
        answer = await ask(terminated, system, header)
        assert answer.status_code == 400, header
        assert answer.json()["error"] == "invalid_request"


async def test_it_is_off_by_default(gateway: Gateway) -> None:
    answer = await ask(gateway, await gateway.register(), pem(ONE))
    assert gateway.authority.exchange.verify(answer.json()["access_token"]).thumbprint is None
