"""How often one person may ask."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from kit.rate import Rate


@asynccontextmanager
async def rate_is_kept(app: FastAPI) -> AsyncIterator[None]:
    app.state.rate = Rate(app.state.redis, app.state.settings.service)
    yield
