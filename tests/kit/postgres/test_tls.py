"""DATABASE_URL with TLS is one address for all who connect; and what it says is kept to."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest
from sqlalchemy import make_url, text

from embedded.postgres import Postgres
from kit import migrate
from kit.chain import Entry, Writer
from kit.clock import utc
from kit.db import Database
from kit.lock import holding
from kit.postgres import connect, dsn
from kit.worker import Worker
from tests.kit.postgres.terminator import HOST, make_certificate, terminated

MODES = ("ssl=require", "sslmode=require", "sslmode=verify-full&sslrootcert={root}")


class Idler(Worker):
    async def work(self) -> None:
        """It only holds the lock."""


@dataclass
class Secured:
    """`address`: without a query. Only who speaks TLS is let through to it."""

    address: str
    certificate: Path

    def url(self, mode: str) -> str:
        return f"{self.address}?{mode.format(root=self.certificate)}"


@pytest.fixture
async def secured(postgres: Postgres, make_database: Callable[[str], str], tmp_path: Path) -> AsyncIterator[Secured]:
    behind, certificate = make_url(make_database("meetings")), make_certificate(tmp_path)
    async with terminated(postgres.socket / ".s.PGSQL.5432", certificate) as port:
        address = behind.set(host=HOST, port=port, query={})
        yield Secured(address.render_as_string(hide_password=False), certificate)


def test_either_name_says_it_and_the_rest_of_the_address_stays() -> None:
    given = "postgresql+asyncpg://cổng:m%40t@db:5433/gateway?ssl=verify-full&sslrootcert=/etc/ca.crt"
    said = dsn(given)
    assert said.startswith("postgresql://c%E1%BB%95ng:m%40t@db:5433/gateway?")
    assert set(said.partition("?")[2].split("&")) == {"sslmode=verify-full", "sslrootcert=%2Fetc%2Fca.crt"}
    assert dsn(given.replace("ssl=", "sslmode=")) == said


@pytest.mark.parametrize("mode", MODES)
async def test_everybody_who_connects_does_so_with_tls(secured: Secured, mode: str) -> None:
    url = secured.url(mode)
    await asyncio.to_thread(migrate.upgrade, url, "meetings")
    database, writer = Database(url), Writer(url)
    async with database.session() as session:
        assert await session.scalar(text("SELECT 1")) == 1
    async with asyncio.timeout(10), holding(database, Idler(f"khóa {mode}")) as lock:
        assert await lock.fetchval("SELECT 1") == 1
    async with asyncio.timeout(10), writer.running():
        while not writer.is_connected:
            await asyncio.sleep(0.01)
        await writer.write(_entry())
    await database.dispose()


async def test_a_server_that_cannot_prove_itself_is_refused(secured: Secured, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = make_certificate(tmp_path / "other")
    with pytest.raises(ssl.SSLCertVerificationError):
        await connect(f"{secured.address}?sslmode=verify-full&sslrootcert={other}", timeout=5)
    with pytest.raises(asyncpg.ConnectionDoesNotExistError):
        await connect(secured.url("sslmode=disable"), timeout=5)


def _entry() -> Entry:
    return Entry(id=uuid4(), at=utc(), kind="trial", actor="a", object="b", outcome="done", body=b"{}")
