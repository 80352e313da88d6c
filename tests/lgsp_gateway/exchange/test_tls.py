"""Providers over TLS: whose certificates are taken, and whose are not."""

import asyncio
import ssl
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.lgsp_gateway.exchange.gateway import running
from tests.lgsp_gateway.exchange.provider import Provider, json

NOW = datetime.now(UTC)


class Authority:
    """Of a province: nobody's system knows it."""

    def __init__(self, folder: Path) -> None:
        self._key, self._folder = ec.generate_private_key(ec.SECP256R1()), folder
        self._name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "CA của tỉnh")])
        certificate = self._build(self._name, self._key.public_key(), NOW + timedelta(days=9)).add_extension(
            x509.BasicConstraints(ca=True, path_length=0), critical=True
        )
        self.file = folder / "ca.pem"
        self.file.write_bytes(self._pem(certificate))

    def context(self, name: str = "localhost", *, until: datetime = NOW + timedelta(days=1)) -> ssl.SSLContext:
        """What a server needs that shows a certificate for this name."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        certificate = self._build(subject, key.public_key(), until).add_extension(
            x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False
        )
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        both = self._folder / "server.pem"
        both.write_bytes(self._pem(certificate) + private)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(both)
        return context

    def _build(self, subject: x509.Name, key: ec.EllipticCurvePublicKey, until: datetime) -> x509.CertificateBuilder:
        builder = x509.CertificateBuilder(self._name, subject, key, x509.random_serial_number())
        return builder.not_valid_before(NOW - timedelta(days=9)).not_valid_after(until)

    def _pem(self, builder: x509.CertificateBuilder) -> bytes:
        return builder.sign(self._key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


def by_name(provider: Provider) -> str:
    return provider.url.replace("127.0.0.1", "localhost")


@pytest.mark.parametrize("by_setting", [True, False])
async def test_a_provider_that_an_authority_of_our_own_vouches_for(
    database_url: str, valkey_url: str, authority: Authority, monkeypatch: pytest.MonkeyPatch, by_setting: bool
) -> None:
    """Named by PROVIDER_CA_FILE, or by SSL_CERT_FILE as everywhere."""
    settings = {"provider_ca_file": str(authority.file)} if by_setting else {}
    if not by_setting:
        monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    async with (
        Provider().serving(authority.context()) as provider,
        running(database_url, valkey_url, by_name(provider), **settings) as gateway,
    ):
        answers = [await gateway.call("/nguoi", "POST", json={"tên": "Đỗ Thị Hạnh"}) for _ in range(2)]
        assert [answer.status_code for answer in answers] == [200, 200]
        assert "Đỗ Thị Hạnh".encode() in provider.requests[0].body
        assert provider.connections == 1


async def check_refused(database_url: str, valkey_url: str, tls: ssl.SSLContext, **settings: str) -> None:
    async with (
        Provider().serving(tls) as provider,
        running(database_url, valkey_url, by_name(provider), **settings) as gateway,
    ):
        answer = await gateway.call()
        assert (answer.status_code, answer.json()["type"]) == (502, "Server.ServerProxy.CertificateRefused")
        record = await gateway.record()
        assert (record["outcome"], record["fault"]) == ("provider", "Server.ServerProxy.CertificateRefused")
        assert provider.requests == []


async def test_an_authority_nobody_knows(database_url: str, valkey_url: str, authority: Authority) -> None:
    await check_refused(database_url, valkey_url, authority.context())


async def test_a_certificate_of_another_name(database_url: str, valkey_url: str, authority: Authority) -> None:
    tls = authority.context("provider.hatinh.gov.vn")
    await check_refused(database_url, valkey_url, tls, provider_ca_file=str(authority.file))


async def test_a_certificate_that_has_expired(database_url: str, valkey_url: str, authority: Authority) -> None:
    tls = authority.context(until=NOW - timedelta(days=1))
    await check_refused(database_url, valkey_url, tls, provider_ca_file=str(authority.file))


async def test_a_provider_that_speaks_no_tls(database_url: str, valkey_url: str) -> None:
    async def plain(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with closing(writer):
            writer.write(json())
            await writer.drain()

    server = await asyncio.start_server(plain, "127.0.0.1", 0)
    url = f"https://localhost:{server.sockets[0].getsockname()[1]}"
    async with server, running(database_url, valkey_url, url) as gateway:
        assert (await gateway.call()).json()["type"] == "Server.ServerProxy.ConnectFailed"
