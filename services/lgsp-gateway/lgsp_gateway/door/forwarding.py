"""Where a request came from, told to the inside by X-Forwarded-For, -Proto and -Host. Nobody else's word is taken."""

from ipaddress import ip_network
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import Scope

from lgsp_gateway.door.headers import Raw, is_within, without_forwarding
from lgsp_gateway.settings import Settings


class Forwarding:
    """A TLS terminator in front (`settings.tls_terminators`) is believed about the addresses before it."""

    def __init__(self, settings: Settings) -> None:
        origin = urlsplit(settings.origin)
        self._proto, self._host = origin.scheme.encode(), origin.netloc.encode()
        self._terminators = [ip_network(network) for network in settings.tls_terminators]
        self._certificate = settings.client_certificate_header.lower().encode()

    def labelled(self, scope: Scope) -> Raw:
        peer = (scope.get("client") or ("",))[0]
        trusted = is_within(peer, self._terminators)
        before = Headers(scope=scope).get("x-forwarded-for", "") if trusted else ""
        headers = without_forwarding(scope["headers"])
        if self._certificate and not trusted:
            headers = [pair for pair in headers if pair[0] != self._certificate]
        chain = ", ".join(part for part in (before, peer) if part)
        return [
            *headers,
            (b"x-forwarded-for", chain.encode("latin-1")),
            (b"x-forwarded-proto", self._proto),
            (b"x-forwarded-host", self._host),
        ]
