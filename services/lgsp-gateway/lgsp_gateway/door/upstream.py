"""The other platforms behind the door, and the pooled connections to them."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from aiohttp import ClientSession, ClientTimeout, DummyCookieJar, TCPConnector
from fastapi import FastAPI
from yarl import URL

from lgsp_gateway.settings import Settings

CONNECT_SECONDS = 3
KEEP_SECONDS = 4
"""Shorter than the five seconds after which uvicorn closes an idle connection."""
CONNECTIONS = 512


@dataclass(frozen=True, slots=True)
class Upstream:
    service: str
    address: str

    def url(self, raw_path: bytes, query: bytes, scheme: str = "http") -> URL:
        """The very bytes that were asked for: nothing decoded, nothing normalised."""
        target = raw_path.decode("latin-1") + (f"?{query.decode('latin-1')}" if query else "")
        address = self.address.rstrip("/")
        if scheme == "ws":
            address = address.replace("http", "ws", 1)
        return URL(address + target, encoded=True)


def upstreams_of(settings: Settings) -> dict[bytes, Upstream]:
    """By the first segment of the path; the gateway's own is not among them."""
    urls = settings.platform_urls
    return {name.encode(): Upstream(name, url) for name, url in urls.items() if name != settings.service}


@asynccontextmanager
async def connections(app: FastAPI) -> AsyncIterator[None]:
    """`app.state.upstream_client`, which follows no redirect, keeps no cookie and leaves bodies as they are."""
    async with ClientSession(
        connector=TCPConnector(limit=CONNECTIONS, keepalive_timeout=KEEP_SECONDS),
        cookie_jar=DummyCookieJar(),
        auto_decompress=False,
        trust_env=False,
        timeout=ClientTimeout(total=None, sock_connect=CONNECT_SECONDS),
        max_field_size=32 << 10,
        max_line_size=16 << 10,
        skip_auto_headers=("User-Agent", "Accept", "Accept-Encoding", "Content-Type"),
    ) as client:
        app.state.upstream_client = client
        yield
        await asyncio.sleep(0)
