"""A provider names its address, and may name one that is ours."""

import asyncio
import ssl
from collections.abc import AsyncIterator

import pytest

from lgsp_gateway.exchange.directory import origin_of
from lgsp_gateway.exchange.upstream import Inside, Pool, Unreachable
from lgsp_gateway.exchange.upstream.inside import is_of_machine


@pytest.fixture
async def platform() -> AsyncIterator[tuple[str, list[bytes]]]:
    """Its port, and what it was told."""
    told: list[bytes] = []

    async def hear(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        told.append(await reader.read())
        writer.close()

    async with await asyncio.start_server(hear, "127.0.0.1", 0) as server:
        yield str(server.sockets[0].getsockname()[1]), told


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
async def test_no_exchange_reaches_a_platform_behind_its_door(platform: tuple[str, list[bytes]], name: str) -> None:
    port, told = platform
    pool = Pool(ssl.create_default_context(), Inside([f"http://127.0.0.1:{port}", "http://khong-co.invalid:8000"]))
    with pytest.raises(Unreachable) as refused:
        await pool.fresh(origin_of(f"http://{name}:{port}/governance")[0], 5)
    assert refused.value.reason == "refused"
    assert b"".join(told) == b""
    pool.close()


async def test_every_other_provider_is_reached(platform: tuple[str, list[bytes]]) -> None:
    pool = Pool(ssl.create_default_context(), Inside(["http://127.0.0.1:1", "https://127.0.0.1"]))
    connection = await pool.fresh(origin_of(f"http://127.0.0.1:{platform[0]}")[0], 5)
    assert connection.usable
    connection.abort()
    pool.close()


@pytest.mark.parametrize(
    ("host", "is_machine"),
    [
        ("169.254.169.254", True),
        ("::ffff:169.254.169.254", True),
        ("fe80::1%eth0", True),
        ("fd00:ec2::254", True),
        ("168.63.129.16", True),
        ("0.0.0.0", True),  # noqa: S104 - what is refused
        ("::", True),
        ("224.0.0.1", True),
        ("10.20.0.5", False),
        ("127.0.0.1", False),
        ("fd12::5", False),
        ("203.0.113.9", False),
    ],
)
def test_what_a_machine_tells_of_itself_is_no_provider(host: str, *, is_machine: bool) -> None:
    assert is_of_machine(host) is is_machine
