"""`uvicorn --factory simulators.ndxp.main:app`"""

import time
from collections.abc import Callable
from datetime import datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import Depends, FastAPI, Header, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from kit.middleware import BodyLimit
from kit.units import register
from simulators.ndxp import categories, enterprises, tokens
from simulators.ndxp.faults import DOWN, Fault, answer_fault, answer_unreadable, answer_unrouted
from simulators.ndxp.settings import Settings
from simulators.switch import Switch


async def check_token(request: Request, authorization: Annotated[str, Header()] = "") -> None:
    request.app.state.tokens.check(authorization)


def app(settings: Settings | None = None, clock: Callable[[], float] = time.monotonic) -> FastAPI:
    ndxp = FastAPI(title="NDXP (mô phỏng)", version="1.0")
    today = datetime.now(ZoneInfo("Asia/Ho_Chi_Minh")).date()
    ndxp.state.tokens = tokens.Tokens(settings or Settings(), clock)
    ndxp.state.categories = categories.read_categories(register(), today)
    ndxp.include_router(tokens.router)
    for product in (categories, enterprises):
        ndxp.include_router(product.router, dependencies=[Depends(check_token)])
    ndxp.exception_handler(Fault)(answer_fault)
    ndxp.exception_handler(HTTPException)(answer_unrouted)
    ndxp.exception_handler(RequestValidationError)(answer_unreadable)
    ndxp.add_middleware(BodyLimit, limit=1 << 20)
    ndxp.add_middleware(Switch, down=DOWN)
    return ndxp
