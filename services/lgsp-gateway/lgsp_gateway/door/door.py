"""The front door: everything from outside passes here, before any page or platform sees it."""

from secrets import token_urlsafe

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kit.context import correlation_id, request_id
from kit.errors import Problem
from kit.telemetry import LABEL, traceparent
from kit.web.csrf import COOKIE as CSRF
from lgsp_gateway.door import csrf
from lgsp_gateway.door.admission import SAFE_METHODS, Admission
from lgsp_gateway.door.forwarding import Forwarding
from lgsp_gateway.door.headers import Raw, cookies, replaced, set_cookie, sets_cookie, with_cookies
from lgsp_gateway.door.http import HttpPassage
from lgsp_gateway.door.refusal import refuse
from lgsp_gateway.door.signin import COOKIE as SESSION
from lgsp_gateway.door.signin import SignIns
from lgsp_gateway.door.upstream import upstreams_of
from lgsp_gateway.door.websocket import WebSocketPassage
from lgsp_gateway.settings import Settings

INSIDE = "inside"
"""Extension of the scope that the inner listener sets; nothing that comes from outside can."""
EXCHANGE = b"/r1/"


class Door:
    """ASGI middleware. `exchange` answers `/r1/…` with tokens of its own, so none of this stands before it."""

    def __init__(self, app: ASGIApp, *, settings: Settings, exchange: ASGIApp) -> None:
        self.app, self._exchange = app, exchange
        self._admission = Admission(settings.origin, settings.gateway_url)
        self._forwarding = Forwarding(settings)
        self._sign_ins = SignIns()
        self._secure = settings.origin.startswith("https://")
        self._upstreams = upstreams_of(settings.upstreams)
        self._http = HttpPassage(answer_seconds=settings.answer_seconds, body_limit=settings.door_body_bytes)
        self._websocket = WebSocketPassage(message_limit=settings.message_bytes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"} or INSIDE in scope.get("extensions", {}):
            await self.app(scope, receive, send)
        elif scope["raw_path"].startswith(EXCHANGE) and scope["type"] == "http":
            scope[LABEL] = "/r1/{service}"
            await self._exchange(scope, receive, send)
        else:
            await self._answered(scope, receive, send)

    async def _answered(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A problem is told by the door itself as long as nothing has been answered."""
        begun = False

        async def noted(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._enter(scope, receive, noted)
        except Problem as problem:
            if begun:
                raise
            await refuse(problem, scope, receive, send)

    async def _enter(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._admission.check(scope)
        given = cookies(scope["headers"])
        token = given.get(CSRF, "")
        if SESSION in given and scope.get("method", "GET") not in SAFE_METHODS:
            receive = await csrf.checked(Headers(scope=scope), token, receive)
        bearer = await self._sign_ins.bearer(scope["app"], given[SESSION]) if SESSION in given else None
        upstream = self._upstreams.get(_first_segment(scope["raw_path"]))
        scope["headers"] = self._headers(scope, given, bearer, inside=upstream is None)
        send = self._remembering(scope, given, bearer, send)
        if upstream is None:
            await self.app(scope, receive, send)
        else:
            scope[LABEL] = f"/{upstream.service}/"
            passage = self._websocket if scope["type"] == "websocket" else self._http
            await passage(upstream, scope, receive, send)

    def _headers(self, scope: Scope, given: dict[str, str], bearer: str | None, *, inside: bool) -> Raw:
        """The gateway's own pages keep the session cookie, to end the session; no other platform ever sees it."""
        headers = self._forwarding.labelled(scope)
        if SESSION in given:
            headers = replaced(headers, b"authorization", f"Bearer {bearer}".encode() if bearer else None)
        added = {}
        if CSRF not in given:
            scope.setdefault("state", {})["csrf"] = added[CSRF] = token_urlsafe(24)
        headers = with_cookies(headers, without=frozenset() if inside else frozenset({SESSION}), added=added)
        for name, value in _ids():
            headers = replaced(headers, name, value)
        return headers

    def _remembering(self, scope: Scope, given: dict[str, str], bearer: str | None, send: Send) -> Send:
        """Gives a browser its CSRF token with its first page, and takes a session from it that is over."""
        added = []
        if CSRF not in given and b"text/html" in dict(scope["headers"]).get(b"accept", b""):
            added.append(set_cookie(CSRF, scope["state"]["csrf"], secure=self._secure))
        if SESSION in given and bearer is None:
            added.append(set_cookie(SESSION, "", secure=self._secure, forget=True))
        if not added or scope["type"] != "http":
            return send

        async def remembering(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = list(message["headers"])
                fresh = any(sets_cookie(pair, frozenset({SESSION})) for pair in headers)
                mine = [pair for pair in added if not (fresh and sets_cookie(pair, frozenset({SESSION})))]
                message = {**message, "headers": headers + mine}
            await send(message)

        return remembering


def _first_segment(raw_path: bytes) -> bytes:
    """Of a path with a platform before its second slash; `/monitoring` alone is nobody's."""
    first, slash, _ = raw_path[1:].partition(b"/")
    return first if slash else b""


def _ids() -> list[tuple[bytes, bytes | None]]:
    pairs = ((b"x-request-id", request_id.get()), (b"x-correlation-id", correlation_id.get()))
    return [(name, value.encode() or None) for name, value in (*pairs, (b"traceparent", traceparent()))]
