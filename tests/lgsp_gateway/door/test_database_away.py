"""The database goes away under people who are signed in: they are told what to do, and it is nobody's fault."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.lgsp_gateway.door.conftest import opened

SOCKET = ".s.PGSQL.5432"


class Relay:
    """Stands between the gateway and its database, and can be cut."""

    def __init__(self, database: Path) -> None:
        self._database = database
        self._writers: list[asyncio.StreamWriter] = []
        self.server: asyncio.Server | None = None

    async def join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_unix_connection(str(self._database))
        self._writers += [writer, far_writer]
        await asyncio.gather(_copy(reader, far_writer), _copy(far_reader, writer))

    def cut(self) -> None:
        assert self.server
        self.server.close()
        for writer in self._writers:
            writer.close()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while piece := await reader.read(1 << 16):
            writer.write(piece)
    except ConnectionError:
        pass
    writer.close()


@asynccontextmanager
async def relayed(database_url: str) -> AsyncIterator[tuple[str, Relay]]:
    folder = parse_qs(urlsplit(database_url).query)["host"][0]
    with TemporaryDirectory() as own:
        relay = Relay(Path(folder) / SOCKET)
        relay.server = await asyncio.start_unix_server(relay.join, Path(own) / SOCKET)
        yield f"{database_url.partition('?')[0]}?host={own}", relay
        relay.cut()


@pytest.mark.parametrize("path", ["/lgsp-gateway/members", "/monitoring/who", "/account"])
async def test_who_is_signed_in_is_told_to_try_again(database_url: str, valkey_url: str, path: str) -> None:
    async with relayed(database_url) as (url, relay), opened(url, valkey_url) as door:
        await door.sign_in("registrar")
        relay.cut()
        page = await door.ask(path, headers={"Accept": "text/html"})
        assert page.status_code == 503
        assert "Hãy thử lại sau ít phút" in page.text
        answer = await door.ask(path, "POST", headers={"X-CSRF-Token": door.cookies["csrf"]})
        assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
