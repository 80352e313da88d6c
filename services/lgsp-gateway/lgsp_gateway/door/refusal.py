"""What the door says when it does not let through, or when the platform behind it does not answer."""

from fastapi import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from kit import problems
from kit.errors import Problem
from kit.web import translator

READER = "reader"
"""Who reads what the door says, in the state of the request: who is signed in is not shown a button to sign in."""
RETRY_AFTER = {"Retry-After": "5"}


class PlatformProblem(Problem):
    """`service` is named to the reader by the title of its platform."""

    def __init__(self, service: str) -> None:
        super().__init__(service=service)


class PlatformDown(PlatformProblem):
    status, code, headers = 503, "platform-down", RETRY_AFTER


class PlatformBroken(PlatformProblem):
    status, code = 502, "platform-broken"


class PlatformSlow(PlatformProblem):
    status, code = 504, "platform-slow"


async def refuse(problem: Problem, scope: Scope, receive: Receive, send: Send) -> None:
    """With a page or problem+json for HTTP, with the same as the answer to the handshake of a WebSocket."""
    handshake = scope["type"] == "websocket"
    view = {**scope, "type": "http", "method": scope.get("method", "GET")} if handshake else scope
    request = Request(view)
    request.state.caller = getattr(request.state, READER, None)
    response = _response(request, problem)
    if handshake:
        await _refuse_handshake(response, receive, send)
    else:
        await response(scope, receive, send)


def _response(request: Request, problem: Problem) -> Response:
    values = dict(problem.params)
    if service := values.get("service"):
        values["platform"] = translator(request).t(f"platform.{service}.title")
    return problems.answer(request, problem.status, problem.code, values, {**problem.headers, "Connection": "close"})


async def _refuse_handshake(response: Response, receive: Receive, send: Send) -> None:
    await receive()
    start = {"status": response.status_code, "headers": response.raw_headers}
    await send({"type": "websocket.http.response.start", **start})
    await send({"type": "websocket.http.response.body", "body": bytes(response.body)})
