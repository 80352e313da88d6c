"""`uvicorn --factory simulators.mailbox.main:app`"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from simulators.mailbox.box import Box
from simulators.mailbox.settings import Settings
from simulators.mailbox.smtp import serve_smtp
from simulators.mailbox.web import router


def app(settings: Settings | None = None) -> FastAPI:
    chosen = settings or Settings()

    @asynccontextmanager
    async def listening(mailbox: FastAPI) -> AsyncIterator[None]:
        async with serve_smtp(mailbox.state.box, chosen) as mailbox.state.smtp_port:
            yield

    mailbox = FastAPI(title="Hộp thư mô phỏng", version="1.0", lifespan=listening)
    mailbox.state.box = Box(chosen.max_messages)
    mailbox.include_router(router)
    return mailbox
