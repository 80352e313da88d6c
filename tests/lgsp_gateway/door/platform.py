"""A platform behind the door, on a real server: it tells what reached it, streams, talks and misbehaves on demand."""

import asyncio
import hashlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket


@dataclass
class Seen:
    """What the platform noticed of its callers."""

    hung_up: asyncio.Event = field(default_factory=asyncio.Event)
    close_code: int = 0
    requests: int = 0
    let_go: asyncio.Event = field(default_factory=asyncio.Event)
    """Ends what is slow."""
    failing: str = ""
    """The check that fails in /readyz."""


def platform() -> Starlette:
    routes = [
        Route("/monitoring/stream/{size:int}", stream),
        Route("/monitoring/events", events),
        Route("/monitoring/slow", slow),
        Route("/monitoring/digest", digest, methods=["POST"]),
        Route("/monitoring/refusing", refusing, methods=["POST"]),
        Route("/monitoring/cookies", cookies),
        Route("/monitoring/broken", broken),
        Route("/monitoring/empty", empty),
        Route("/metrics", secret),
        Route("/readyz", readyz),
        WebSocketRoute("/monitoring/echo", echo),
        WebSocketRoute("/monitoring/closing", closing),
        Route("/{path:path}", told, methods=["GET", "POST", "PUT", "DELETE", "HEAD"]),
    ]
    app = Starlette(routes=routes)
    app.state.seen = Seen()
    return app


async def told(request: Request) -> Response:
    request.app.state.seen.requests += 1
    raw: list[tuple[bytes, bytes]] = request.scope["headers"]
    return JSONResponse(
        {
            "method": request.method,
            "raw_path": request.scope["raw_path"].decode("latin-1"),
            "query": request.scope["query_string"].decode("latin-1"),
            "headers": [[name.decode("latin-1"), value.decode("latin-1")] for name, value in raw],
            "body": (await request.body()).decode(),
        },
        headers={"X-Platform": "monitoring", "Connection": "X-Hop", "X-Hop": "only here"},
    )


async def stream(request: Request) -> Response:
    async def pieces() -> AsyncIterator[bytes]:
        left = request.path_params["size"]
        while left > 0:
            yield b"\xc4" * min(left, 1 << 16)
            left -= 1 << 16

    return StreamingResponse(pieces(), media_type="application/octet-stream")


async def events(request: Request) -> Response:
    async def told() -> AsyncIterator[bytes]:
        try:
            number = 0
            while True:
                yield b"data: %d\n\n" % number
                number += 1
                await asyncio.sleep(0.05)
        finally:
            request.app.state.seen.hung_up.set()

    return StreamingResponse(told(), media_type="text/event-stream")


async def slow(request: Request) -> Response:
    await request.app.state.seen.let_go.wait()
    return PlainTextResponse("late")


async def digest(request: Request) -> Response:
    sha, size = hashlib.sha256(), 0
    async for chunk in request.stream():
        sha.update(chunk)
        size += len(chunk)
    return JSONResponse({"sha256": sha.hexdigest(), "size": size})


async def refusing(request: Request) -> Response:
    """Says no after the first MiB."""
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > 1 << 20:
            break
    return JSONResponse({"code": "file-too-large"}, 413)


async def cookies(request: Request) -> Response:
    response = PlainTextResponse("bánh")
    response.set_cookie("session", "taken-over")
    response.set_cookie("csrf", "known-to-me")
    for name in ("__Host-session", "signing-in", "known-browser", "errand"):
        response.set_cookie(name, "begun-by-me", path="/sign-in")
    response.set_cookie("filter", "open")
    return response


async def broken(request: Request) -> Response:
    async def half() -> AsyncIterator[bytes]:
        yield b"half"
        raise ConnectionError

    return StreamingResponse(half(), headers={"Content-Length": "1000"})


async def empty(request: Request) -> Response:
    return Response(status_code=204)


async def secret(request: Request) -> Response:
    return PlainTextResponse("outbox_waiting_events 3")


async def readyz(request: Request) -> Response:
    failing = request.app.state.seen.failing
    checks = {"database": "ok", **({failing: "TimeoutError"} if failing else {})}
    return JSONResponse({"ready": not failing, "checks": checks}, 503 if failing else 200)


async def echo(socket: WebSocket) -> None:
    chosen = socket.scope["subprotocols"][-1:] or [None]
    await socket.accept(chosen[0])
    await socket.send_json({name: value for name, value in socket.headers.items() if name != "sec-websocket-key"})
    message = await socket.receive()
    while message["type"] != "websocket.disconnect":
        await socket.send({**message, "type": "websocket.send"})
        message = await socket.receive()
    socket.app.state.seen.close_code = message["code"]
    socket.app.state.seen.hung_up.set()


async def closing(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text("tạm biệt")
    await socket.close(4321, "ended")
