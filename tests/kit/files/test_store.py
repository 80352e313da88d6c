"""Files are kept whole or not at all, once for the same content, and memory stays small."""

import asyncio
import hashlib
import os
import tracemalloc
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kit.files import MIB, EmptyFile, FileMissing, Files, FilesNotSet, FileTooLarge, open_files

CONTENT = "Quyết định về việc nghỉ lễ".encode() * 1000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "kho tệp"


@pytest.fixture
def files(folder: Path) -> Files:
    return open_files(folder.as_uri())


async def pieces(content: bytes, size: int = 1000) -> AsyncIterator[bytes]:
    for start in range(0, len(content), size):
        yield content[start : start + size]


async def broken_off() -> AsyncIterator[bytes]:
    yield bytes(3 * MIB)
    raise ConnectionResetError


def lying_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def test_a_file_comes_back_as_it_was_under_its_digest(files: Files) -> None:
    kept = await files.keep(pieces(CONTENT), most=MIB)
    assert (kept.digest, kept.size) == (hashlib.sha256(CONTENT).hexdigest(), len(CONTENT))
    assert await files.whole(kept.digest) == CONTENT
    assert b"".join([part async for part in files.stream(kept.digest)]) == CONTENT
    assert b"".join([part async for part in files.stream(kept.digest, 7, 20)]) == CONTENT[7:20]
    assert b"".join([part async for part in files.stream(kept.digest, 30)]) == CONTENT[30:]


async def test_the_same_content_is_kept_once(files: Files, folder: Path) -> None:
    first, second = await asyncio.gather(*(files.keep(pieces(CONTENT, size), most=MIB) for size in (1000, 77)))
    assert first == second
    assert len(lying_in(folder)) == 1


async def test_an_empty_file_is_refused(files: Files, folder: Path) -> None:
    with pytest.raises(EmptyFile):
        await files.keep(pieces(b""), most=MIB)
    assert lying_in(folder) == []


async def test_a_file_past_the_limit_is_refused_while_it_comes(files: Files, folder: Path) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        while True:
            sent += MIB
            yield bytes(MIB)

    with pytest.raises(FileTooLarge) as refused:
        await files.keep(endless(), most=5 * MIB)
    assert refused.value.params == {"mib": 5}
    assert sent == 6 * MIB
    assert lying_in(folder) == []


async def test_exactly_the_limit_is_taken(files: Files) -> None:
    assert (await files.keep(pieces(bytes(MIB), 1 << 16), most=MIB)).size == MIB


async def test_an_upload_that_breaks_off_leaves_nothing(files: Files, folder: Path) -> None:
    with pytest.raises(ConnectionResetError):
        await files.keep(broken_off(), most=100 * MIB)
    assert lying_in(folder) == []


async def test_memory_stays_small(files: Files) -> None:
    async def large() -> AsyncIterator[bytes]:
        for number in range(64):
            yield number.to_bytes(1, "big") * MIB

    tracemalloc.start()
    try:
        kept = await files.keep(large(), most=64 * MIB)
        total = sum([len(part) async for part in files.stream(kept.digest)])
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert total == 64 * MIB
    assert peak < 24 * MIB


async def test_what_is_removed_is_gone_with_what_was_made_from_it(files: Files, folder: Path) -> None:
    kept = await files.keep(pieces(CONTENT), most=MIB)
    await files.keep_made(kept.digest, "page-1.png", b"picture")
    assert await files.find_made(kept.digest, "page-1.png") == b"picture"
    await files.remove(kept.digest)
    await files.remove(kept.digest)
    assert lying_in(folder) == []
    assert await files.find_made(kept.digest, "page-1.png") is None
    with pytest.raises(FileMissing):
        await files.whole(kept.digest)


@pytest.mark.parametrize("digest", ["", "..", "../../etc/passwd", "A" * 64, "a" * 63])
async def test_nothing_but_a_digest_leads_to_a_file(files: Files, digest: str) -> None:
    with pytest.raises(FileMissing):
        await files.whole(digest)


async def test_old_files_can_be_listed_and_what_is_put_again_is_new(files: Files, folder: Path) -> None:
    kept = await files.keep(pieces(CONTENT), most=MIB)
    yesterday = datetime.now(UTC) - timedelta(days=1)
    assert [digest async for digest in files.kept_before(yesterday)] == []
    os.utime(lying_in(folder)[0], (0, 0))
    assert [digest async for digest in files.kept_before(yesterday)] == [kept.digest]
    await files.keep(pieces(CONTENT), most=MIB)
    assert [digest async for digest in files.kept_before(yesterday)] == []


async def test_without_a_store_the_missing_setting_is_named() -> None:
    none = open_files("")
    with pytest.raises(FilesNotSet):
        await none.keep(pieces(CONTENT), most=MIB)
    with pytest.raises(FilesNotSet):
        await none.whole("a" * 64)
