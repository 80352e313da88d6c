"""A post office on a real socket, and a database with a letter box."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.smtp import SMTP
from fastapi import FastAPI
from sqlalchemy import select

from kit import mail, web
from kit.db import Database
from kit.mail.tables import Mail
from tests.support.settings import settings_of

NOW = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)


@dataclass
class PostOffice:
    """Takes mails, or answers as `refusal` says: ("RCPT", "550 no such box")."""

    port: int = 0
    refusal: tuple[str, str] | None = None
    taken: list[EmailMessage] = field(default_factory=list)

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:  # noqa: N802
        if self.refusal and self.refusal[0] == "RCPT":
            return self.refusal[1]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        if self.refusal and self.refusal[0] == "DATA":
            return self.refusal[1]
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.taken.append(message)
        return "250 OK"


@pytest.fixture
async def office() -> AsyncIterator[PostOffice]:
    office = PostOffice()
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(office, enable_SMTPUTF8=True, hostname="bưu-điện".encode().hex()[:10]), "127.0.0.1", 0
    )
    office.port = server.sockets[0].getsockname()[1]
    yield office
    server.close()


@dataclass
class LetterBox:
    app: FastAPI
    database: Database
    now: datetime = NOW

    async def write(self, then: Exception | None = None, **values: Any) -> None:
        """`then` is what goes wrong afterwards in the same transaction."""
        given = {"to": "huong@demo.example", "language": "vi", "name": "Nguyễn Thị Hường", **values}
        async with self.database.session() as session:
            await mail.write(
                session,
                self.app,
                "recovery/mail/changed",
                subject="recovery.changed_subject",
                now=self.now,
                moment=self.now,
                **given,
            )
            if then:
                raise then

    async def send(self) -> int:
        return await mail.send_due(self.database, self.app.state.settings, self.now)

    async def rows(self) -> list[Mail]:
        async with self.database.session() as session:
            return list(await session.scalars(select(Mail).order_by(Mail.id)))

    async def row(self) -> Mail:
        (only,) = await self.rows()
        return only

    def pass_(self, **time: float) -> None:
        self.now += timedelta(**time)


@pytest.fixture
async def box(make_database: Callable[[str], str], office: PostOffice) -> AsyncIterator[LetterBox]:
    app = FastAPI()
    app.state.settings = settings_of(
        "lgsp_gateway",
        database_url=make_database("lgsp_gateway"),
        smtp_url=f"smtp://127.0.0.1:{office.port}?starttls=no",
        mail_from="khong-tra-loi@demo.example",
    )
    web.install(app, "lgsp_gateway")
    database = Database(app.state.settings.database_url)
    app.state.database = database
    yield LetterBox(app, database)
    await database.dispose()
