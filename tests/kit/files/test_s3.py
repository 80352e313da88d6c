"""The same store over S3: objects whole, in parts when they are large, and in plain words when it is away."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from kit.files import MIB, FileMissing, Files, FilesUnavailable, open_files
from tests.kit.files.s3 import BUCKET, Shelf, s3
from tests.support.running import served


@pytest.fixture
async def shelf(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Shelf]:
    app = s3()
    async with served(app) as url:
        for name, value in {
            "AWS_ENDPOINT": url,
            "AWS_ALLOW_HTTP": "true",
            "AWS_REGION": "hanoi",
            "AWS_ACCESS_KEY_ID": "key",
            "AWS_SECRET_ACCESS_KEY": "secret",
        }.items():
            monkeypatch.setenv(name, value)
        yield app.state.shelf


@pytest.fixture
def files(shelf: Shelf) -> Files:
    return open_files(f"s3://{BUCKET}/governance")


async def pieces(size: int) -> AsyncIterator[bytes]:
    for number in range(size):
        yield bytes([number]) * MIB


async def test_a_small_and_a_large_file_come_back(files: Files, shelf: Shelf) -> None:
    for size in (1, 20):
        kept = await files.keep(pieces(size), most=30 * MIB)
        assert f"governance/content/{kept.digest[:2]}/{kept.digest}" in shelf.objects
        assert sum([len(part) async for part in files.stream(kept.digest)]) == size * MIB
        assert b"".join([part async for part in files.stream(kept.digest, MIB - 2, MIB)]) == b"\0\0"
    assert shelf.begun == {}


async def test_what_is_removed_is_gone_with_what_was_made_from_it(files: Files, shelf: Shelf) -> None:
    kept = await files.keep(pieces(1), most=MIB)
    await files.keep_made(kept.digest, "page-1.png", b"picture")
    assert await files.find_made(kept.digest, "page-1.png") == b"picture"
    assert await files.find_made(kept.digest, "page-2.png") is None
    assert [digest async for digest in files.kept_before(datetime.now(UTC) + timedelta(days=1))] == [kept.digest]
    await files.remove(kept.digest)
    assert shelf.objects == {}
    with pytest.raises(FileMissing):
        await files.whole(kept.digest)


async def test_a_store_that_refuses_is_told_as_unavailable(files: Files, shelf: Shelf) -> None:
    kept = await files.keep(pieces(1), most=MIB)
    shelf.down = True
    with pytest.raises(FilesUnavailable):
        await files.keep(pieces(1), most=MIB)
    with pytest.raises(FilesUnavailable):
        await files.whole(kept.digest)
