"""How a simulator misbehaves on demand: `POST /_simulator {"mode": "slow", "seconds": 3}`."""

import asyncio
from contextlib import suppress
from typing import Annotated, Literal

from pydantic import BaseModel, Field, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PATH = "/_simulator"
_RUBBISH = "<html><body>Hệ thống đang bảo trì".encode("utf-16")


class Behaviour(BaseModel):
    """normal; slow: answers after `seconds`, or as soon as the behaviour changes; down: 503;
    rubbish: 200 that claims JSON and is none; cut: the connection ends in the middle of the answer."""

    mode: Literal["normal", "slow", "down", "rubbish", "cut"] = "normal"
    seconds: Annotated[float, Field(gt=0, le=120)] = 5


class Switch:
    """Middleware around a simulator; `/_simulator` itself and what lies below it always answers."""

    def __init__(self, app: ASGIApp, *, down: Response) -> None:
        self.app = app
        self.down = down
        self.behaviour = Behaviour()
        self.requests = 0
        self._changed = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(f"{PATH}/"):
            await self.app(scope, receive, send)
        elif scope["path"] == PATH:
            answer = await self._operate(Request(scope, receive))
            await answer(scope, receive, send)
        else:
            self.requests += 1
            await self._behave(scope, receive, send)

    async def _operate(self, request: Request) -> Response:
        if request.method == "POST":
            try:
                self.behaviour = Behaviour.model_validate_json(await request.body())
            except ValidationError as error:
                return Response(error.json(), 422, media_type="application/json")
            self.requests = 0
            self._changed.set()
            self._changed = asyncio.Event()
        return JSONResponse(self.behaviour.model_dump() | {"requests": self.requests})

    async def _behave(self, scope: Scope, receive: Receive, send: Send) -> None:
        match self.behaviour.mode:
            case "normal":
                await self.app(scope, receive, send)
            case "slow":
                await self._linger()
                await self.app(scope, receive, send)
            case "down":
                await self.down(scope, receive, send)
            case "rubbish":
                await Response(_RUBBISH, media_type="application/json")(scope, receive, send)
            case "cut":
                await _cut(send)

    async def _linger(self) -> None:
        """Until the time is over or the behaviour changes, whichever comes first."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._changed.wait(), self.behaviour.seconds)


async def _cut(send: Send) -> None:
    """The server closes a connection whose answer is shorter than it announced."""
    start: Message = {"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"1000")]}
    await send(start)
    await send({"type": "http.response.body", "body": b'{"items": [', "more_body": False})
