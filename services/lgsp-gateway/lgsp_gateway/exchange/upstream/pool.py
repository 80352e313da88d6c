"""Connections kept for the next exchange with the same provider."""

import asyncio
import socket
import ssl
from collections import defaultdict, deque

from lgsp_gateway.exchange.directory import Origin
from lgsp_gateway.exchange.upstream.connection import Connection
from lgsp_gateway.exchange.upstream.inside import Inside

IDLE_SECONDS = 4.0  # below the 5 s after which common servers hang up
CONNECT_SECONDS = 5.0
MOST_PER_ORIGIN = 256


def provider_trust(ca_file: str) -> ssl.SSLContext:
    """Of whom certificates are taken: the system's authorities (or SSL_CERT_FILE), and those of a file of our own."""
    trust = ssl.create_default_context()
    if ca_file:
        trust.load_verify_locations(ca_file)
    return trust


class Unreachable(Exception):
    """No connection. `reason`: refused, unknown-name, certificate, slow, full."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Pool:
    def __init__(self, trust: ssl.SSLContext, inside: Inside, *, most: int = MOST_PER_ORIGIN) -> None:
        self._loop = asyncio.get_running_loop()
        self._idle: defaultdict[Origin, deque[Connection]] = defaultdict(deque)
        self._open: defaultdict[Origin, int] = defaultdict(int)
        self._most, self._tls, self._inside = most, trust, inside
        self._sweep = self._loop.call_later(1, self._close_idle)

    def idle(self, origin: Origin) -> Connection | None:
        """One that was used before, if it still stands."""
        kept = self._idle[origin]
        while kept:
            connection = kept.pop()
            if connection.usable:
                return connection
            self._open[origin] -= 1
        return None

    async def fresh(self, origin: Origin, seconds: float) -> Connection:
        if self._open[origin] >= self._most:
            raise Unreachable("full")
        self._open[origin] += 1
        try:
            async with asyncio.timeout(min(seconds, CONNECT_SECONDS)):
                transport, connection = await self._loop.create_connection(
                    lambda: Connection(self._loop),
                    origin.name,
                    origin.port,
                    ssl=self._tls if origin.tls else None,
                    server_hostname=origin.name if origin.tls else None,
                )
                await self._refuse_inside(transport)
        except BaseException as error:
            self._open[origin] -= 1
            raise _unreachable(error) from error
        return connection

    async def _refuse_inside(self, transport: asyncio.Transport) -> None:
        """Before a byte of a request is sent there."""
        host, port, *_ = transport.get_extra_info("peername")
        if await self._inside.holds(host, port):
            transport.abort()
            raise Unreachable("refused")

    def give_back(self, origin: Origin, connection: Connection) -> None:
        if connection.listener is not None:
            connection.listener.cancel()
        if connection.reusable:
            connection.idle_since = self._loop.time()
            self._idle[origin].append(connection)
        else:
            self._open[origin] -= 1
            connection.abort()

    def close(self) -> None:
        self._sweep.cancel()
        for kept in self._idle.values():
            while kept:
                kept.pop().close()

    def _close_idle(self) -> None:
        oldest = self._loop.time() - IDLE_SECONDS
        for origin, kept in self._idle.items():
            while kept and (kept[0].idle_since < oldest or not kept[0].usable):
                kept.popleft().close()
                self._open[origin] -= 1
        self._sweep = self._loop.call_later(1, self._close_idle)


def _unreachable(error: BaseException) -> BaseException:
    if isinstance(error, TimeoutError):
        return Unreachable("slow")
    if isinstance(error, ssl.SSLCertVerificationError):
        return Unreachable("certificate")
    if isinstance(error, socket.gaierror):
        return Unreachable("unknown-name")
    return Unreachable("refused") if isinstance(error, OSError) else error
