"""/healthz: the process lives; /readyz: it can work, else why not; /metrics: how well. Not reachable from outside."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from prometheus_client import CONTENT_TYPE_LATEST
from sqlalchemy import text
from starlette.responses import JSONResponse, PlainTextResponse, Response

from kit.auth import public

router = APIRouter(include_in_schema=False, dependencies=[public()])
BUDGET_SECONDS = 2
Check = Callable[[FastAPI], Awaitable[Any]]


async def database(app: FastAPI) -> None:
    async with app.state.database.engine.connect() as connection:
        await connection.execute(text("SELECT 1"))


@router.get("/healthz")
async def healthz() -> PlainTextResponse:
    return PlainTextResponse("ok")


@router.get("/readyz")
async def readyz(request: Request) -> JSONResponse:
    checks: dict[str, Check] = request.app.state.checks
    results = await asyncio.gather(*(_tried(check, request.app) for check in checks.values()))
    reasons = dict(zip(checks, results, strict=True))
    ready = all(reason == "ok" for reason in reasons.values())
    return JSONResponse({"ready": ready, "checks": reasons}, 200 if ready else 503)


@router.get("/metrics")
async def metrics(request: Request) -> Response:
    return Response(await request.app.state.metrics.exposition(request.app), media_type=CONTENT_TYPE_LATEST)


async def _tried(check: Check, app: FastAPI) -> str:
    try:
        async with asyncio.timeout(BUDGET_SECONDS):
            await check(app)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is why the service is not ready
        return f"{type(error).__name__}: {error}".strip()[:200]
    return "ok"
