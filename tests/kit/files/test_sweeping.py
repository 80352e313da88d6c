"""What nobody names goes; what somebody names, or is about to name, stays."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Collection
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from kit.db import Database
from kit.files import MIB, Files, arriving, open_files
from kit.files.sweeping import put, sweep

NAMED = text("SELECT digest FROM named WHERE digest = ANY(:digests)")
NAME = text("INSERT INTO named VALUES (:digest)")


async def known(session: AsyncSession, digests: Collection[str]) -> set[str]:
    return set(await session.scalars(NAMED, {"digests": list(digests)}))


async def once(content: bytes) -> AsyncIterator[bytes]:
    yield content


@pytest.fixture
async def database(make_database: Callable[[str], str]) -> AsyncIterator[Database]:
    """With a table that names contents."""
    opened = Database(make_database("monitoring"))
    async with opened.session() as session:
        await session.execute(text("CREATE TABLE named (digest text)"))
    yield opened
    await opened.dispose()


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return open_files((tmp_path / "kho").as_uri())


async def laid(session: AsyncSession, files: Files, content: bytes) -> str:
    async with arriving(once(content), most=MIB) as arrived:
        return (await put(session, files, arrived)).digest


def age(tmp_path: Path) -> None:
    for path in (tmp_path / "kho").rglob("*"):
        os.utime(path, (0, 0))


async def swept(database: Database, files: Files) -> int:
    async with database.session() as session:
        return await sweep(session, files, datetime(2020, 1, 1, tzinfo=UTC), known)


def lying(tmp_path: Path) -> set[str]:
    return {path.name for path in (tmp_path / "kho" / "content").rglob("*") if path.is_file()}


async def test_what_was_put_by_a_transaction_that_failed_goes_and_what_is_named_stays(
    database: Database, files: Files, tmp_path: Path
) -> None:
    async with database.session() as session:
        kept = await laid(session, files, b"mot")
        await session.execute(NAME, {"digest": kept})
    async with database.session() as session:
        lost = await laid(session, files, b"hai")
        await session.execute(NAME, {"digest": lost})
        await session.rollback()
    assert (await swept(database, files), lying(tmp_path)) == (0, {kept, lost})
    age(tmp_path)
    assert (await swept(database, files), lying(tmp_path)) == (1, {kept})


async def test_what_is_about_to_be_named_is_not_swept_however_old_it_looks(
    database: Database, files: Files, tmp_path: Path
) -> None:
    async with database.session() as session:
        digest = await laid(session, files, b"mot")
        age(tmp_path)
        assert await swept(database, files) == 0
        await session.execute(NAME, {"digest": digest})
        assert await swept(database, files) == 0
    assert await swept(database, files) == 0
    assert lying(tmp_path) == {digest}


async def test_whoever_puts_what_is_being_swept_waits_and_has_it_afterwards(
    database: Database, files: Files, tmp_path: Path
) -> None:
    async with database.session() as session:
        digest = await laid(session, files, b"mot")
    age(tmp_path)

    async def again() -> None:
        async with database.session() as other:
            await laid(other, files, b"mot")
            await other.execute(NAME, {"digest": digest})

    async with database.session() as session:
        assert await sweep(session, files, datetime(2020, 1, 1, tzinfo=UTC), known) == 1
        putting = asyncio.create_task(again())
        await _waiting(database)
        assert lying(tmp_path) == set()
    await putting
    assert await files.whole(digest) == b"mot"
    age(tmp_path)
    assert await swept(database, files) == 0


async def _waiting(database: Database) -> None:
    """Until somebody waits for a lock."""
    locked = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
    async with asyncio.timeout(30):
        while True:
            async with database.session() as session:
                if await session.scalar(locked):
                    return
            await asyncio.sleep(0.01)
