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
from lgsp_gateway.door.headers import Raw, cookies, replaced, set_cookie, with_cookies
from lgsp_gateway.door.http import HttpPassage
from lgsp_gateway.door.quiet import asks_quietly, hushed
from lgsp_gateway.door.refusal import READER, refuse
from lgsp_gateway.door.upstream import Upstream, upstreams_of
from lgsp_gateway.door.watch import WATCH, Watch
from lgsp_gateway.door.websocket import WebSocketPassage
from lgsp_gateway.session.cookie import COOKIES, name_of
from lgsp_gateway.settings import Settings

INSIDE = "inside"
"""Extension of the scope that the inner listener sets; nothing that comes from outside can."""


class Door:
    """ASGI middleware. Only the exchange stands before it: `/r1/…` knows no cookies and has tokens of its own."""

    def __init__(self, app: ASGIApp, *, settings: Settings) -> None:
        self.app = app
        self._admission = Admission(settings.origin, settings.gateway_url, guests=settings.embed_origins)
        self._forwarding = Forwarding(settings)
        self._session, self._secure = name_of(settings), settings.origin.startswith("https://")
        self._upstreams = upstreams_of(settings)
        self._http = HttpPassage(
            answer_seconds=settings.answer_seconds,
            body_limit=settings.door_body_bytes,
            own_cookies=COOKIES,
        )
        self._websocket = WebSocketPassage(message_limit=settings.message_bytes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"} or INSIDE in scope.get("extensions", {}):
            await self.app(scope, receive, send)
        else:
            await self._answered(scope, receive, send)

    async def _answered(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A problem is told by the door itself as long as nothing has been answered."""
        begun, send = False, hushed(send) if asks_quietly(scope) else send

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
        given = {} if self._admission.is_guest(scope) else cookies(scope["headers"])
        session = given.get(self._session, "")
        if session and scope.get("method", "GET") not in SAFE_METHODS:
            receive = await csrf.checked(Headers(scope=scope), given.get(CSRF, ""), receive)
        upstream = self._upstreams.get(_first_segment(scope["raw_path"]))
        headers = self._forwarding.labelled(scope)
        self._forwarding.attribute(scope)
        if session:
            headers = replaced(headers, b"authorization", await _bearer(scope, session))
        if CSRF not in given and _wants_page(scope):
            send = self._marking(scope, send)
        scope["headers"] = self._with_cookies(headers, scope, outside=upstream is not None)
        await self._pass(upstream, scope, receive, send)

    async def _pass(self, upstream: Upstream | None, scope: Scope, receive: Receive, send: Send) -> None:
        if upstream is None:
            await self.app(scope, receive, send)
            return
        scope[LABEL] = f"/{upstream.service}/"
        for name, value in _ids():
            scope["headers"] = replaced(scope["headers"], name, value)
        passage = self._websocket if scope["type"] == "websocket" else self._http
        await passage(upstream, scope, receive, send)

    def _with_cookies(self, headers: Raw, scope: Scope, *, outside: bool) -> Raw:
        """The gateway's own pages need the session cookie, to end the session; no other platform ever sees it."""
        mark = scope.get("state", {}).get("csrf")
        hidden = frozenset({self._session}) if outside else frozenset[str]()
        return with_cookies(headers, without=hidden, added={CSRF: mark} if mark else {})

    def _marking(self, scope: Scope, send: Send) -> Send:
        """Gives a browser its CSRF token with its first page, on which it stands already."""
        mark = token_urlsafe(24)
        scope.setdefault("state", {})["csrf"] = mark

        async def marking(message: Message) -> None:
            if message["type"] == "http.response.start":
                cookie = set_cookie(CSRF, mark, secure=self._secure)
                message = {**message, "headers": [*message["headers"], cookie]}
            await send(message)

        return marking


async def _bearer(scope: Scope, session: str) -> bytes | None:
    """A session that is over leaves its browser a stranger; a token it brought along itself counts for nothing."""
    signed_in = await scope["app"].state.sessions.resolve(session)
    if signed_in is None:
        return None
    scope.setdefault("state", {})[READER] = signed_in.caller
    if scope["type"] == "websocket":
        scope["state"][WATCH] = Watch(scope["app"].state.sessions, session, signed_in)
    return f"Bearer {signed_in.token}".encode()


def _wants_page(scope: Scope) -> bool:
    return scope["type"] == "http" and "text/html" in Headers(scope=scope).get("accept", "")


def _first_segment(raw_path: bytes) -> bytes:
    """Of a path with a platform before its second slash; `/monitoring` alone is nobody's."""
    first, slash, _ = raw_path[1:].partition(b"/")
    return first if slash else b""


def _ids() -> list[tuple[bytes, bytes | None]]:
    pairs = ((b"x-request-id", request_id.get()), (b"x-correlation-id", correlation_id.get()))
    return [(name, value.encode() or None) for name, value in (*pairs, (b"traceparent", traceparent()))]
