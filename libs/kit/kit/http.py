"""Outgoing control calls: to other services and outside systems. The exchange's data path has its own client."""

from ipaddress import ip_address
from socket import AF_UNSPEC, SOCK_STREAM
from typing import Any
from urllib.parse import urlsplit

import anyio
import httpx

from kit.context import correlation_id, request_id
from kit.errors import Invalid, TooLarge, Unavailable
from kit.telemetry import traceparent

TIMEOUT = httpx.Timeout(10, connect=3)


def client(**options: Any) -> httpx.AsyncClient:
    """Follows no redirects, ignores proxies of the environment, passes the ids of the work it is done for."""
    return httpx.AsyncClient(
        **{"timeout": TIMEOUT, "trust_env": False, "event_hooks": {"request": [_label]}, **options}
    )


async def _label(request: httpx.Request) -> None:
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
    await refuse_private(url, allowed_hosts)
    body = bytearray()
    try:
        async with client() as http, http.stream("GET", url) as answer:
            if answer.status_code != 200:
                raise Unavailable("address-answers", url=url, status=answer.status_code)
            async for chunk in answer.aiter_bytes():
                body += chunk
                if len(body) > most:
                    raise TooLarge(limit=most)
    except httpx.HTTPError as error:
        raise Unavailable("address-unreachable", url=url, reason=type(error).__name__) from error
    return bytes(body)


async def refuse_private(url: str, allowed_hosts: frozenset[str] = frozenset()) -> None:
    """Keeps an address that a person typed in from reaching into the data centre (server-side request forgery)."""
    host, port = _place(url)
    if host in allowed_hosts or f"{host}:{port}" in allowed_hosts:
        return
    try:
        found = await anyio.getaddrinfo(host, port, family=AF_UNSPEC, type=SOCK_STREAM)
    except OSError as error:
        raise Invalid("address-unknown", url=url) from error
    if any(not ip_address(address[0]).is_global for *_, address in found):
        raise Invalid("address-private", url=url)


def _place(url: str) -> tuple[str, int]:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port or 0
    except ValueError as error:
        raise Invalid("address-malformed", url=url) from error
    if parts.scheme not in {"http", "https"} or not host or parts.username:
        raise Invalid("address-malformed", url=url)
    return host, port
