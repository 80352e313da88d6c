"""TLS in front of a PostgreSQL that was built without: whoever asks for it as clients of PostgreSQL do is passed on to
the server's socket, whoever does not is cut off."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta
from ipaddress import IPv4Address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from kit.clock import utc

HOST = "127.0.0.1"
SSL_REQUEST = (8).to_bytes(4) + (80877103).to_bytes(4)


def make_certificate(folder: Path) -> Path:
    """Signed by itself, for HOST; its key lies beside it."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name.from_rfc4514_string("CN=database")
    builder = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    builder = builder.not_valid_before(utc() - timedelta(days=1)).not_valid_after(utc() + timedelta(days=1))
    names = x509.SubjectAlternativeName([x509.IPAddress(IPv4Address(HOST))])
    own = x509.BasicConstraints(ca=True, path_length=None)
    made = builder.add_extension(names, critical=False).add_extension(own, critical=True).sign(key, hashes.SHA256())
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    (folder / "tls.key").write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain))
    (folder / "tls.crt").write_bytes(made.public_bytes(pem))
    return folder / "tls.crt"


@asynccontextmanager
async def terminated(behind: Path, certificate: Path) -> AsyncIterator[int]:
    """Its port."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate, certificate.with_suffix(".key"))

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError):
            if await reader.readexactly(8) == SSL_REQUEST:
                writer.write(b"S")
                await writer.start_tls(context)
                far_reader, far_writer = await asyncio.open_unix_connection(str(behind))
                await asyncio.gather(_pass(reader, far_writer), _pass(far_reader, writer))
        writer.close()

    server = await asyncio.start_server(serve, HOST, 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


async def _pass(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Until one side ends."""
    with suppress(OSError):
        while some := await reader.read(1 << 16):
            writer.write(some)
            await writer.drain()
    writer.close()
