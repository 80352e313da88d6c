"""Client certificates of mutual TLS (RFC 8705), handed over in a header by the terminator that checked them."""

import base64
import hashlib
from collections.abc import Iterable
from functools import cached_property
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from urllib.parse import unquote_to_bytes

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from kit.errors import Malformed, Unauthenticated
from lgsp_gateway.settings import Settings
from lgsp_gateway.token.verify import Claims


class CertificateReader:
    def __init__(self, settings: Settings) -> None:
        self.header = settings.client_certificate_header.lower().encode()
        self._networks = settings.tls_terminators

    @cached_property
    def _trusted(self) -> list[IPv4Network | IPv6Network]:
        return [ip_network(network) for network in self._networks]

    def thumbprint(self, headers: Iterable[tuple[bytes, bytes]], peer: str) -> str | None:
        """`x5t#S256` of the certificate; None without one. A header that a stranger sets is as if it were not there."""
        if not self.header or not self._believed(peer):
            return None
        given = [value for name, value in headers if name.lower() == self.header and value]
        if len(given) > 1:
            raise Malformed("certificate-malformed")
        return _thumbprint(given[0]) if given else None

    def _believed(self, peer: str) -> bool:
        try:
            address = ip_address(peer)
        except ValueError:
            return False
        return any(address in network for network in self._trusted)


def require_binding(claims: Claims, thumbprint: str | None) -> None:
    """A token bound to a certificate is worth nothing without it."""
    if claims.thumbprint and claims.thumbprint != thumbprint:
        raise Unauthenticated("token-bound")


def _thumbprint(value: bytes) -> str:
    try:
        der = _certificate(value).public_bytes(Encoding.DER)
    except ValueError as error:
        raise Malformed("certificate-malformed") from error
    return base64.urlsafe_b64encode(hashlib.sha256(der).digest()).rstrip(b"=").decode()


def _certificate(value: bytes) -> x509.Certificate:
    """RFC 9440 (`:base64:`) or URL-escaped PEM, as nginx writes it."""
    if value[:1] == value[-1:] == b":":
        return x509.load_der_x509_certificate(base64.b64decode(value[1:-1], validate=True))
    return x509.load_pem_x509_certificate(unquote_to_bytes(value))
