"""What stands before a gateway that binds tokens to certificates: it ends TLS and hands the certificate on."""

import asyncio
import re
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path
from urllib.parse import quote

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

HEADER = "X-Client-Cert"
LENGTH = re.compile(rb"^content-length: *(\d+)", re.IGNORECASE | re.MULTILINE)
HOST = re.compile(rb"^host:[^\r]*", re.IGNORECASE | re.MULTILINE)


@asynccontextmanager
async def terminating(port: int, folder: Path) -> AsyncIterator[tuple[str, str]]:
    """Before the gateway at `port`, for who shows the folder's `client.pem`; address and authority."""

    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with closing(writer):
            certificate = ssl.DER_cert_to_PEM_cert(writer.get_extra_info("ssl_object").getpeercert(binary_form=True))
            head = (await reader.readuntil(b"\r\n\r\n")).removesuffix(b"\r\n")
            length = LENGTH.search(head)
            body = await reader.readexactly(int(length[1]) if length else 0)
            behind, onward = await asyncio.open_connection("127.0.0.1", port)
            with closing(onward):
                given = f"{HEADER}: {quote(certificate)}\r\nConnection: close\r\n\r\n".encode()
                onward.write(HOST.sub(b"Host: 127.0.0.1:%d" % port, head) + given + body)
                writer.write(await behind.read(-1))
                await writer.drain()

    async with await asyncio.start_server(carry, "127.0.0.1", 0, ssl=_context(folder)) as server:
        yield f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}", str(folder / "server.pem")


def _context(folder: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(_own(folder))
    context.load_verify_locations(folder / "client.pem")
    context.verify_flags |= ssl.VerifyFlags.VERIFY_X509_PARTIAL_CHAIN
    context.verify_mode = ssl.CERT_REQUIRED
    return context


def _own(folder: Path) -> Path:
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "lgsp")])
    now, here = datetime.now(UTC), x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))])
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    made = made.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    signed = made.add_extension(here, critical=False).sign(key, SHA256())
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file = folder / "server.pem"
    file.write_bytes(signed.public_bytes(Encoding.PEM) + private)
    return file
