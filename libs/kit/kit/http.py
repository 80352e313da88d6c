"""Outgoing control calls: to other services and outside systems. The exchange's data path has its own client."""

from functools import cache
from ipaddress import IPv6Address, ip_address, ip_network
from socket import AF_UNSPEC, SOCK_STREAM
from ssl import SSLContext
from typing import Any
from urllib.parse import urlsplit

import anyio
import httpx

from kit.context import correlation_id, request_id
from kit.errors import Invalid, TooLarge, Unavailable
from kit.telemetry import traceparent
from kit.telemetry.calls import called

TIMEOUT = httpx.Timeout(10, connect=3)
FETCH_SECONDS = 30
"""For a whole document, however slowly it drips."""
TRANSLATED = ip_network("64:ff9b::/96"), ip_network("64:ff9b:1::/48"), ip_network("::/96"), ip_network("fec0::/10")
"""IPv4 addresses written as IPv6 ones for a translator, and the site's own of old (RFC 6052, 8215, 3879)."""


class Client(httpx.AsyncClient):
    """Passes on the ids of the work it is done for, and tells of each call in a span."""

    async def send(self, request: httpx.Request, **options: Any) -> httpx.Response:
        with called(request.method, request.url.host, request.url.port) as answered:
            _label(request)
            answer = await super().send(request, **options)
            answered(answer.status_code)
            return answer


def client(**options: Any) -> Client:
    """Follows no redirects, ignores proxies of the environment."""
    return Client(**{"timeout": TIMEOUT, "trust_env": False, "verify": _trusted(), **options})


@cache
def _trusted() -> SSLContext:
    """Reading all authorities takes 20 ms."""
    return httpx.create_ssl_context(trust_env=False)


def _label(request: httpx.Request) -> None:
    labels = {
        "X-Request-Id": request_id.get(),
        "X-Correlation-Id": correlation_id.get(),
        "traceparent": traceparent(),
    }
    for name, value in labels.items():
        if value:
            request.headers[name] = value


async def fetch(url: str, *, most: int, allowed_hosts: frozenset[str] = frozenset()) -> bytes:
    """The body at an address a person typed in: public addresses or allowed hosts only, at most `most` bytes."""
    where, options = await _pinned(url, allowed_hosts)
    body = bytearray()
    try:
        with anyio.fail_after(FETCH_SECONDS):
            async with client() as http, http.stream("GET", where, **options) as answer:
                if answer.status_code != 200:
                    raise Unavailable("address-answers", url=url, status=answer.status_code)
                async for chunk in answer.aiter_bytes():
                    body += chunk
                    if len(body) > most:
                        raise TooLarge(limit=most)
    except (httpx.HTTPError, TimeoutError) as error:
        raise Unavailable("address-unreachable", url=url, reason=type(error).__name__) from error
    return bytes(body)


async def _pinned(url: str, allowed_hosts: frozenset[str]) -> tuple[httpx.URL, dict[str, Any]]:
    """The address that was looked at is the one connected to: a name may lead elsewhere when asked again."""
    checked, asked = await refuse_private(url, allowed_hosts), httpx.URL(url)
    host = asked.netloc.decode("ascii")
    options = {"headers": {"Host": host}, "extensions": {"sni_hostname": asked.raw_host.decode("ascii")}}
    return asked.copy_with(host=checked), options


async def refuse_private(url: str, allowed_hosts: frozenset[str] = frozenset()) -> str:
    """Keeps an address that a person typed in from reaching into the data centre (server-side request forgery).

    The host to connect to: a public address of it, or an allowed host by its name.
    """
    host, port = _place(url)
    if host in allowed_hosts or f"{host}:{port}" in allowed_hosts:
        return host
    try:
        found = await anyio.getaddrinfo(host, port, family=AF_UNSPEC, type=SOCK_STREAM)
    except OSError as error:
        raise Invalid("address-unknown", url=url) from error
    addresses = [str(address[0]) for *_, address in found]
    if not all(map(_is_public, addresses)):
        raise Invalid("address-private", url=url)
    return addresses[0]


def _is_public(written: str) -> bool:
    """Also by the IPv4 address inside an IPv6 one."""
    address = ip_address(written)
    if isinstance(address, IPv6Address):
        inside = address.ipv4_mapped or address.sixtofour
        if any(address in network for network in TRANSLATED) or (inside and not inside.is_global):
            return False
    return address.is_global and not address.is_multicast


def _place(url: str) -> tuple[str, int]:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port or 0
    except ValueError as error:
        raise Invalid("address-malformed", url=url) from error
    if parts.scheme not in {"http", "https"} or not host or parts.username:
        raise Invalid("address-malformed", url=url)
    return host, port
