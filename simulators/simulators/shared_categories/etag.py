import hashlib

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class EntityTags:
    """Gives every 200 to a GET its digest as ETag, and answers 304 to who already has it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] not in {"GET", "HEAD"}:
            await self.app(scope, receive, send)
            return
        await _Tagged(Headers(scope=scope).get("if-none-match", ""), send).run(self.app, scope, receive)


class _Tagged:
    """Holds one answer back until its body is complete; the answers here are lists of at most 500 units."""

    def __init__(self, known: str, send: Send) -> None:
        self.known = {tag.strip().removeprefix("W/") for tag in known.split(",")}
        self.send = send
        self.start: Message = {}
        self.body = b""

    async def run(self, app: ASGIApp, scope: Scope, receive: Receive) -> None:
        await app(scope, receive, self.hold)
        if self.start["status"] == 200:
            self.tag()
        await self.send(self.start)
        await self.send({"type": "http.response.body", "body": self.body})

    async def hold(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.start = message
        else:
            self.body += message.get("body", b"")

    def tag(self) -> None:
        tag = f'"{hashlib.sha256(self.body).hexdigest()[:32]}"'
        headers = MutableHeaders(raw=list(self.start["headers"]))
        headers["ETag"] = tag
        headers["Cache-Control"] = "no-cache"
        if self.known & {tag, "*"}:
            self.start["status"], self.body = 304, b""
            del headers["content-length"], headers["content-type"]
        self.start["headers"] = headers.raw
