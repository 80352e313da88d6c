"""The request on its way to the provider: its head in bytes, its body gathered or streamed."""

import asyncio
from hashlib import sha512

from starlette.types import Receive

from kit.errors import Malformed
from lgsp_gateway.exchange.admission import Call
from lgsp_gateway.exchange.faults import ClientFault, Fault, Gone, ProviderFault
from lgsp_gateway.exchange.trace import digest
from lgsp_gateway.exchange.upstream import Connection

GATHERED_BYTES = 256 * 1024
LONGEST_SECONDS, STALL_SECONDS = 600.0, 30.0


def head_bytes(call: Call, length: int | None, authorization: bytes = b"") -> bytes:
    """`length` None: the body follows in chunks."""
    service, trace = call.service, call.trace
    lines = [
        trace.method.encode() + b" " + call.target + b" HTTP/1.1",
        b"host: " + service.origin.host,
        b"x-road-client: " + call.client.header,
        b"x-road-service: " + service.header,
        b"x-road-id: " + trace.message_id.encode(),
        b"x-road-request-id: " + str(trace.id).encode(),
    ]
    if authorization:
        lines.append(b"authorization: " + authorization)
    if not call.head.accepts:
        lines.append(b"accept: application/json")
    lines += [name + b": " + value for name, value in call.head.forwarded]
    if length is None:
        lines.append(b"transfer-encoding: chunked")
    elif length or trace.method in {"POST", "PUT", "PATCH"}:
        lines.append(b"content-length: %d" % length)
    lines += [b"", b""]
    return b"\r\n".join(lines)


async def gather(call: Call, receive: Receive) -> bytes | None:
    """The whole body when it is small and its length announced; None: it is to be streamed. Raises ClientFault."""
    length = call.head.body_length
    if length == 0:
        return b""
    if length is None or length > GATHERED_BYTES:
        if (length or 0) > call.service.max_request_bytes:
            raise _too_large(call)
        return None
    if length > call.service.max_request_bytes:
        raise _too_large(call)
    body = await _piece(receive)
    while len(body[0]) < length and body[1]:
        more = await _piece(receive)
        body = body[0] + more[0], more[1]
    call.trace.request_size, call.trace.request_digest = len(body[0]), digest(body[0])
    return body[0]


async def listen(call: Call, receive: Receive, connection: Connection) -> None:
    """What the caller does while the provider is asked: he sends the rest of the body, or goes away."""
    try:
        if connection.sending:
            async with asyncio.timeout(LONGEST_SECONDS):
                await _stream(call, receive, connection)
            connection.sent(call.service.timeout)
        while (await receive())["type"] != "http.disconnect":
            pass
        raise Gone
    except TimeoutError:
        connection.fail(ClientFault(400, "RequestStalled"))
    except Malformed:  # in what nobody waits for any more
        connection.fail(Gone())
    except Fault as fault:
        connection.fail(fault)


async def _stream(call: Call, receive: Receive, connection: Connection) -> None:
    """The body as it comes. Raises Fault. What was sent only in part has no digest."""
    chunked, hashed, more = call.head.body_length is None, sha512(), True
    trace = call.trace
    while more:
        piece, more = await _piece(receive)
        trace.request_size += len(piece)
        if trace.request_size > call.service.max_request_bytes:
            raise _too_large(call)
        hashed.update(piece)
        connection.send(_chunk(piece, more) if chunked else piece, more=more)
        if not await _taken(call, connection):
            return
    trace.request_digest = hashed.hexdigest()


def _chunk(piece: bytes, more: bool) -> bytes:
    framed = b"%x\r\n%b\r\n" % (len(piece), piece) if piece else b""
    return framed if more else framed + b"0\r\n\r\n"


async def _taken(call: Call, connection: Connection) -> bool:
    """Whether the provider takes more. One that answers already may leave the rest; others must not keep us."""
    try:
        async with asyncio.timeout(call.service.timeout):
            await connection.drain()
    except TimeoutError as error:
        if not connection.head_arrived:
            raise ProviderFault(504, "Timeout", seconds=call.service.timeout) from error
        return False
    return connection.usable


async def _piece(receive: Receive) -> tuple[bytes, bool]:
    try:
        async with asyncio.timeout(STALL_SECONDS):
            message = await receive()
    except TimeoutError as error:
        raise ClientFault(400, "RequestStalled") from error
    except Malformed as error:
        raise ClientFault(400, "MalformedRequest") from error
    if message["type"] == "http.disconnect":
        raise Gone
    return message.get("body", b""), message.get("more_body", False)


def _too_large(call: Call) -> ClientFault:
    return ClientFault(413, "RequestTooLarge", most=call.service.max_request_bytes)
