"""Records on a real PostgreSQL: written in groups, sealed, exported, verified, erased."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import orjson
import pytest
from sqlalchemy import delete, func, select, text

from kit import chain
from kit.chain.abandoned import close_abandoned
from kit.chain.export import export
from kit.chain.sealer import lock
from kit.chain.tables import ChainCheckpoint, ChainOpen, ChainPayload, ChainRecord
from kit.chain.verify import Verdict, verify
from kit.db import Database
from tests.support.settings import settings_of

NOW = datetime(2026, 11, 23, 8, 0, 0, 123456, tzinfo=UTC)
SIGNER = chain.Signer.of(settings_of("lgsp_gateway"))


@pytest.fixture
def url(make_database: Callable[[str], str]) -> str:
    return make_database("lgsp_gateway")


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    made = Database(url)
    yield made
    await made.dispose()


@pytest.fixture
async def writer(url: str) -> AsyncIterator[chain.Writer]:
    made = chain.Writer(url)
    async with made.running():
        await connected(made)
        yield made


async def connected(writer: chain.Writer) -> None:
    async with asyncio.timeout(10):
        while not writer.is_connected:
            await asyncio.sleep(0.005)


def entry(number: int = 1, **more: object) -> chain.Entry:
    values = {"id": chain.new_id(), "at": NOW + timedelta(seconds=number), "kind": "exchange",
              "actor": "VN/GOV/H02.05/một-cửa", "object": "VN/GOV/H02.01/dan-cu/tra-cuu", "outcome": "ok",
              "body": f'{{"số": {number}}}'.encode()} | more  # fmt: skip
    return chain.Entry(**values)  # type: ignore[arg-type]


async def sealed(database: Database) -> int:
    count = 0
    async with database.session() as session:
        await lock(session)
        while done := await chain.seal(session, SIGNER, most=7):
            count += done
    return count


async def exported(database: Database, newest: int | None = None) -> list[bytes]:
    async with database.session() as session:
        return [line async for line in export(session, "lgsp-gateway", newest=newest)]


async def checked(database: Database, **options: object) -> Verdict:
    return verify(await exported(database), **options)  # type: ignore[arg-type]


async def test_many_writers_share_commits_and_the_chain_verifies(writer: chain.Writer, database: Database) -> None:
    await asyncio.gather(*(writer.write(entry(number)) for number in range(100)))
    assert writer.records == 100
    assert writer.commits < 10
    assert await sealed(database) == 100
    verdict = await checked(database, pinned=[SIGNER.public])
    assert (verdict.sound, verdict.records, verdict.pinned) == (True, 100, True)


@pytest.mark.parametrize(("newest", "after"), [(0, 30), (1, 28), (8, 21), (10, 14), (30, 0), (99, 0)])
async def test_the_newest_are_verified_from_the_checkpoint_before_them(
    writer: chain.Writer, database: Database, newest: int, after: int
) -> None:
    await asyncio.gather(*(writer.write(entry(number)) for number in range(30)))
    await sealed(database)  # signs after 7, 14, 21, 28 and 30
    verdict = verify(await exported(database, newest), pinned=[SIGNER.public])
    assert (verdict.sound, verdict.after, verdict.records) == (True, after, 30 - after)


async def test_a_start_that_nobody_signed_is_refused(writer: chain.Writer, database: Database) -> None:
    await asyncio.gather(*(writer.write(entry(number)) for number in range(30)))
    await sealed(database)
    header, *rest = await exported(database, 8)
    start = orjson.loads(header)["start"]
    forged = header.replace(start["hash"].encode(), bytes.fromhex(start["hash"])[::-1].hex().encode())
    verdict = verify([forged, *rest], pinned=[SIGNER.public])
    assert verdict.first_break is not None
    assert verdict.first_break.seq == 21


async def test_a_record_that_commits_late_is_sealed_after_those_that_came_first(
    writer: chain.Writer, database: Database
) -> None:
    async with database.session() as slow:
        await chain.append(slow, entry(1))
        await writer.write(entry(2))
        assert await sealed(database) == 1
    assert await sealed(database) == 1
    assert (await checked(database)).sound


async def test_an_appended_record_goes_with_its_transaction(database: Database) -> None:
    with suppress(ZeroDivisionError):
        async with database.session() as session:
            await chain.append(session, entry())
            raise ZeroDivisionError
    assert await sealed(database) == 0


async def until_gone(database: Database, writer: chain.Writer) -> None:
    """The server may take a moment to notice that a connection is closed; it then gives up the lock."""
    held = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = CAST(:number AS bigint)::oid")
    async with asyncio.timeout(20):
        while True:
            async with database.session() as session:
                if not await session.scalar(held, {"number": writer.number}):
                    return


async def test_what_a_dead_writer_left_open_is_broken_and_what_a_living_one_has_open_is_not(
    url: str, writer: chain.Writer, database: Database
) -> None:
    await writer.write(entry(1, outcome="open", opens=True))
    dead = chain.Writer(url)
    async with dead.running():
        await connected(dead)
        left = entry(2, outcome="open", opens=True)
        await dead.write(left)
    await until_gone(database, dead)
    async with database.session() as session:
        await lock(session)
        assert await close_abandoned(session) == 1
    async with database.session() as session:
        broken = (await session.scalars(select(ChainPayload).where(ChainPayload.outcome == "broken"))).one()
        assert broken.body == {"số": 2, "opening": str(left.id)}
        assert (await session.scalars(select(ChainOpen.writer))).all() == [writer.number]
        with pytest.raises(chain.AlreadyClosed):
            await writer.write(entry(3, closes=left.id))


async def test_closing_takes_the_opening_away(writer: chain.Writer, database: Database) -> None:
    opening = entry(1, outcome="open", opens=True)
    await writer.write(opening)
    await writer.write(entry(2, closes=opening.id))
    async with database.session() as session:
        assert await session.scalar(select(func.count()).select_from(ChainOpen)) == 0


async def test_without_a_database_writing_is_refused_at_once_and_works_again_later(
    writer: chain.Writer, database: Database
) -> None:
    url, writer._url = writer._url, "postgresql+asyncpg://nobody@127.0.0.1:1/none"
    async with database.session() as session:
        cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        mine = " WHERE application_name = 'chain writer' AND datname = current_database()"
        await session.execute(text(cut + mine))
    async with asyncio.timeout(10):
        while writer.is_connected:
            await asyncio.sleep(0.005)
    with pytest.raises(chain.Unwritable):
        await writer.write(entry(1))
    writer._url = url
    await connected(writer)
    await writer.write(entry(2))


async def test_a_retention_rule_erases_payloads_and_the_chain_says_so(writer: chain.Writer, database: Database) -> None:
    await asyncio.gather(*(writer.write(entry(number)) for number in range(10)))
    async with database.session() as session:
        before = NOW + timedelta(seconds=4)
        target = "VN/GOV/H02.01/dan-cu/tra-cuu"
        count = await chain.erase(session, SIGNER, actor="retention", target=target, before=before, rule="30 ngày")
        assert count == 4
    verdict = await checked(database)
    assert (verdict.sound, verdict.records, verdict.erased) == (True, 11, 4)


async def test_a_payload_deleted_by_hand_is_named(writer: chain.Writer, database: Database) -> None:
    await writer.write(entry(1))
    gone = entry(2)
    await writer.write(gone)
    await writer.write(entry(3))
    await sealed(database)
    async with database.session() as session:
        row = await session.get_one(ChainPayload, gone.id)
        await session.delete(row)
    verdict = await checked(database)
    assert verdict.first_break is not None
    assert (verdict.first_break.seq, verdict.first_break.record) == (2, str(gone.id))


async def test_a_tail_cut_off_with_its_checkpoints_contradicts_a_kept_one(
    writer: chain.Writer, database: Database
) -> None:
    await writer.write(entry(1))
    await sealed(database)
    await writer.write(entry(2))
    await sealed(database)
    async with database.session() as session:
        kept = [line async for line in export(session, "lgsp-gateway") if b'"checkpoint"' in line]
        await session.execute(delete(ChainCheckpoint).where(ChainCheckpoint.seq == 2))
        await session.execute(delete(ChainRecord).where(ChainRecord.seq == 2))
    assert (await checked(database)).sound, "alone, nothing shows that there was more"
    verdict = await checked(database, known=kept)
    assert verdict.first_break is not None
    assert verdict.first_break.seq == 2
