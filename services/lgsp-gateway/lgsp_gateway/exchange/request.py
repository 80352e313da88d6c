"""The request on its way to the provider: its head in bytes, its body gathered or streamed."""

import asyncio
from hashlib import sha512

from starlette.types import Receive

from lgsp_gateway.exchange.admission import Call
from lgsp_gateway.exchange.faults import ClientFault, Gone
from lgsp_gateway.exchange.trace import digest
from lgsp_gateway.exchange.upstream import Connection

GATHERED_BYTES = 256 * 1024
STALL_SECONDS = 30.0


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


async def stream(call: Call, receive: Receive, connection: Connection) -> None:
    """Send the body as it comes. Stops early when the provider has answered already. Raises ClientFault, Gone."""
    chunked, hashed, more = call.head.body_length is None, sha512(), True
    trace = call.trace
    while more and not connection.head_arrived and connection.usable:
        piece, more = await _piece(receive)
        trace.request_size += len(piece)
        if trace.request_size > call.service.max_request_bytes:
            raise _too_large(call)
        hashed.update(piece)
        if piece:
            connection.send(b"%x\r\n%b\r\n" % (len(piece), piece) if chunked else piece)
            await connection.drain()
    if chunked and not more:
        connection.send(b"0\r\n\r\n")
    trace.request_digest = hashed.hexdigest()


async def _piece(receive: Receive) -> tuple[bytes, bool]:
    try:
        async with asyncio.timeout(STALL_SECONDS):
            message = await receive()
    except TimeoutError as error:
        raise ClientFault(400, "RequestStalled") from error
    if message["type"] == "http.disconnect":
        raise Gone
    return message.get("body", b""), message.get("more_body", False)


def _too_large(call: Call) -> ClientFault:
    return ClientFault(413, "RequestTooLarge", most=call.service.max_request_bytes)
