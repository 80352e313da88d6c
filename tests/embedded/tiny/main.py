"""The smallest service: it says who it is, keeps a stream open, and dies when told."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, StreamingResponse
from starlette.routing import Route


async def who(_: Request) -> JSONResponse:
    return JSONResponse({"pid": os.getpid(), "name": os.environ["NAME"], "session": os.getpgid(0)})


async def ready(_: Request) -> PlainTextResponse:
    return PlainTextResponse("ok")


async def events(_: Request) -> StreamingResponse:
    async def forever() -> AsyncIterator[str]:
        while True:
            yield "data: đang chạy\n\n"
            await asyncio.sleep(0.1)

    return StreamingResponse(forever(), media_type="text/event-stream")


def app() -> Starlette:
    if Path(os.environ["BROKEN"]).exists():
        raise RuntimeError("cấu hình hỏng")
    return Starlette(routes=[Route("/", who), Route("/readyz", ready), Route("/events", events)])
