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
        way = self._way(scope)
        headers = without_forwarding(scope["headers"])
        if self._certificate and not self._is_terminator(way[-1]):
            headers = [pair for pair in headers if pair[0] != self._certificate]
        return [
            *headers,
            (b"x-forwarded-for", ", ".join(way).encode("latin-1")),
            (b"x-forwarded-proto", self._proto),
            (b"x-forwarded-host", self._host),
        ]

    def attribute(self, scope: Scope) -> None:
        """To whoever asks, not to a terminator, behind which everybody would look like one: attempts are counted by
        it."""
        way = self._way(scope)
        scope.setdefault("state", {})["peer"] = way[-1]
        scope["client"] = way[0], 0

    def _way(self, scope: Scope) -> list[str]:
        """From whoever asks, nearest last: that is the last address which is none of ours. What stands before it
        anybody may have written, so nobody behind the door is told of it.
        """
        chain = self._chain(scope)
        strangers = [place for place, address in enumerate(chain) if not self._is_terminator(address)]
        return chain[strangers[-1] if strangers else 0 :]

    def _chain(self, scope: Scope) -> list[str]:
        peer = str((scope.get("client") or ("",))[0])
        if not self._is_terminator(peer):
            return [peer]
        before = ",".join(Headers(scope=scope).getlist("x-forwarded-for")).split(",")
        return [*filter(None, map(str.strip, before)), peer]

    def _is_terminator(self, address: str) -> bool:
        return is_within(address, self._terminators)
