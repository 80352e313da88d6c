import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiosmtpd.smtp import SMTP

from simulators.mailbox.box import Box
from simulators.mailbox.settings import Settings


@asynccontextmanager
async def serve_smtp(box: Box, settings: Settings) -> AsyncIterator[int]:
    """Listens inside the running loop; yields the port."""

    def session() -> SMTP:
        limit = settings.max_message_bytes
        return SMTP(box, data_size_limit=limit, enable_SMTPUTF8=True, hostname="mailbox", timeout=30)

    loop = asyncio.get_running_loop()
    server = await loop.create_server(session, settings.smtp_host, settings.smtp_port)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
