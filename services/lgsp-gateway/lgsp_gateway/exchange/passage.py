"""An admitted call on its way: evidence, provider, evidence, answer."""

import asyncio
from contextlib import suppress
from hashlib import sha512
from typing import Protocol

from starlette.types import Receive, Send

from lgsp_gateway.exchange import request
from lgsp_gateway.exchange.admission import Call
from lgsp_gateway.exchange.answer import own_fields, request_hash, send_whole
from lgsp_gateway.exchange.directory import Service
from lgsp_gateway.exchange.evidence import Evidence
from lgsp_gateway.exchange.faults import Fault, GatewayFault, Gone, ProviderFault
from lgsp_gateway.exchange.head import Fields, returned
from lgsp_gateway.exchange.trace import digest, now
from lgsp_gateway.exchange.upstream import Broken, Connection, Pool, Slow, Unreachable

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
REPEATABLE = SAFE | {"PUT", "DELETE"}
GATHERED_BYTES = 1 << 20
PATIENCE_SECONDS, STALL_SECONDS, LONGEST_SECONDS = 0.25, 30.0, 600.0
BROKEN = {"early-close": "IncompleteResponse"}


class Keys(Protocol):
    """Who opens the doors of national platforms: see keyring.py."""

    async def authorization(self, service: Service) -> bytes: ...

    def refused(self, service: Service, authorization: bytes) -> None: ...


class Passage:
    def __init__(self, pool: Pool, evidence: Evidence, keys: Keys) -> None:
        self._pool, self._evidence, self._keys = pool, evidence, keys

    async def carry(self, call: Call, raw_target: bytes, receive: Receive, send: Send) -> None:
        """Answers the call. Raises Fault when nothing has been answered yet."""
        body = await request.gather(call, receive)
        if call.trace.method not in SAFE:
            await self._evidence.open(call.trace)
        connection = await self._ask(call, body, receive)
        try:
            self._check(call, connection)
            if connection.complete:
                await self._answer(call, connection, raw_target, send)
            else:
                await self._stream(call, connection, raw_target, receive, send)
        finally:
            self._pool.give_back(call.service.origin, connection)

    async def _ask(self, call: Call, body: bytes | None, receive: Receive) -> Connection:
        """A connection whose answer has arrived, or begun to. The caller gives it back."""
        if call.service.kind != "national":
            return await self._ask_as(call, body, receive, b"")
        authorization = await self._keys.authorization(call.service)
        connection = await self._ask_as(call, body, receive, authorization)
        if connection.status == 401:
            self._keys.refused(call.service, authorization)
            if body is not None:
                self._pool.give_back(call.service.origin, connection)
                authorization = await self._keys.authorization(call.service)
                connection = await self._ask_as(call, body, receive, authorization)
        return connection

    async def _ask_as(self, call: Call, body: bytes | None, receive: Receive, authorization: bytes) -> Connection:
        origin = call.service.origin
        kept = self._pool.idle(origin)
        if kept is not None:
            try:
                return await self._exchange(call, kept, body, receive, authorization)
            except Broken as error:
                if kept.any_byte or body is None or call.trace.method not in REPEATABLE:
                    raise ProviderFault(502, BROKEN.get(error.reason, "InvalidResponse")) from error
        try:
            connection = await self._pool.fresh(origin, call.service.timeout)
        except Unreachable as error:
            raise _unreachable(error) from error
        try:
            return await self._exchange(call, connection, body, receive, authorization)
        except Broken as error:
            raise ProviderFault(502, BROKEN.get(error.reason, "InvalidResponse")) from error

    async def _exchange(
        self, call: Call, connection: Connection, body: bytes | None, receive: Receive, authorization: bytes
    ) -> Connection:
        """Ask over this connection; it is given back when that fails."""
        trace = call.trace
        connection.begin(bound=GATHERED_BYTES, bodiless=trace.method == "HEAD")
        trace.request_out = trace.request_out or now()
        try:
            if body is None:
                connection.send(request.head_bytes(call, call.head.body_length, authorization), more=True)
                await self._wait_on(call, connection, receive, call.service.timeout, sending=True)
            else:
                connection.send(request.head_bytes(call, len(body), authorization) + body)
                patience = min(PATIENCE_SECONDS, call.service.timeout)
                if not await connection.answers(patience):
                    await self._wait_on(call, connection, receive, call.service.timeout - patience)
        except BaseException:
            connection.abort()
            self._pool.give_back(call.service.origin, connection)
            raise
        trace.response_in = now()
        return connection

    async def _wait_on(
        self, call: Call, connection: Connection, receive: Receive, seconds: float, *, sending: bool = False
    ) -> None:
        """To listen to every caller would cost much: only to one who has more to say, or waits long."""
        connection.sending = sending
        connection.listener = asyncio.create_task(request.listen(call, receive, connection))
        while not await connection.answers(seconds):
            if connection.overdue:
                raise ProviderFault(504, "Timeout", seconds=call.service.timeout)

    def _check(self, call: Call, connection: Connection) -> None:
        call.trace.status = connection.status
        most = call.service.max_response_bytes
        if connection.held > most or (connection.length or 0) > most:
            raise ProviderFault(502, "ResponseTooLarge", most=most)

    async def _answer(self, call: Call, connection: Connection, raw_target: bytes, send: Send) -> None:
        trace, body = call.trace, connection.body()
        trace.response_size, trace.response_digest = len(body), digest(body)
        await self._evidence.close(trace)
        await send_whole(send, connection.status, _fields(call, connection, raw_target, len(body)), body)

    async def _stream(
        self, call: Call, connection: Connection, raw_target: bytes, receive: Receive, send: Send
    ) -> None:
        """The last piece is held back until the closing record is durable: a whole answer always has its record."""
        trace = call.trace
        if trace.opening is None:
            await self._evidence.open(trace)
        fields = _fields(call, connection, raw_target, None)
        if connection.listener is None:
            connection.listener = asyncio.create_task(request.listen(call, receive, connection))
        try:
            async with asyncio.timeout(LONGEST_SECONDS):
                await send({"type": "http.response.start", "status": connection.status, "headers": fields})
                last = await self._pass_on(call, connection, send)
                await self._evidence.close(trace)
                await send({"type": "http.response.body", "body": last, "more_body": False})
        except (Fault, Broken, Slow, TimeoutError) as error:
            connection.abort()
            with suppress(Fault):  # the caller sees a cut answer; the opening, if it stays open, tells the rest
                await self._evidence.close(trace, _cut_short(error))

    async def _pass_on(self, call: Call, connection: Connection, send: Send) -> bytes:
        trace, hashed, held = call.trace, sha512(), b""
        while piece := await connection.chunk(call.service.timeout):
            trace.response_size += len(piece)
            if trace.response_size > call.service.max_response_bytes:
                raise ProviderFault(502, "ResponseTooLarge", most=call.service.max_response_bytes)
            hashed.update(piece)
            if held:
                async with asyncio.timeout(STALL_SECONDS):
                    await send({"type": "http.response.body", "body": held, "more_body": True})
            held = piece
        trace.response_digest = hashed.hexdigest()
        return held


def _fields(call: Call, connection: Connection, raw_target: bytes, gathered: int | None) -> Fields:
    """`gathered`: the size of a whole body, to announce it where the provider did not."""
    fields = returned(connection.headers) + own_fields(call.trace)
    if not call.trace.request_size or call.trace.request_digest:
        body = bytes.fromhex(call.trace.request_digest)
        fields.append((b"x-road-request-hash", request_hash(call, raw_target, body)))
    if connection.status in {204, 304}:  # a 304 may announce what it spares, which a server would then wait for
        return [field for field in fields if field[0] != b"content-length"]
    bodiless = call.trace.method == "HEAD"
    if connection.length is None and gathered is not None and not bodiless:
        fields.append((b"content-length", str(gathered).encode()))
    return fields


def _unreachable(error: Unreachable) -> Fault:
    if error.reason == "full":
        return GatewayFault(503, "Overloaded", retry_after=1)
    if error.reason == "slow":
        return ProviderFault(504, "ConnectTimeout")
    if error.reason == "certificate":
        return ProviderFault(502, "CertificateRefused")
    return ProviderFault(502, "ConnectFailed")


def _cut_short(error: Exception) -> Fault:
    if isinstance(error, Fault):
        return error
    if isinstance(error, Broken):
        return ProviderFault(502, BROKEN.get(error.reason, "InvalidResponse"))
    return ProviderFault(504, "Timeout") if isinstance(error, Slow) else Gone()
