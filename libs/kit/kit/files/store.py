"""Where files lie: content/<aa>/<digest>, and beside it made/<aa>/<digest>/<name> for what was made from it."""

import re
from collections.abc import AsyncIterable, AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Annotated
from urllib.parse import unquote, urlsplit

import obstore
from fastapi import Depends, Request
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, from_url

from kit.files.arriving import MIB, Arrived, arriving
from kit.files.errors import FileMissing, FilesNotSet, FilesUnavailable

DIGEST = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Kept:
    digest: str
    size: int


class Files:
    """One store of a service. With a store that is not there, FilesUnavailable; without one, FilesNotSet."""

    def __init__(self, store: ObjectStore | None) -> None:
        self._opened = store

    async def keep(self, chunks: AsyncIterable[bytes], *, most: int) -> Kept:
        """All of it or nothing; `most` bytes at most. To look at the content first: `arriving`, then `put`."""
        async with arriving(chunks, most=most) as arrived:
            return await self.put(arrived)

    async def put(self, arrived: Arrived) -> Kept:
        """Written also when it is there already, so that `sweep` takes it for new."""
        await self._write(_content(arrived.digest), arrived.file)
        return Kept(arrived.digest, arrived.size)

    async def stream(self, digest: str, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """Bytes from `start` to before `end`. FileMissing comes with the first."""
        with _told():
            options: obstore.GetOptions = {"range": (start, end) if end is not None else {"offset": start}}
            found = await obstore.get_async(self._store, _content(digest), options=options)
            async for part in found.stream(min_chunk_size=256 << 10):
                yield bytes(part)

    async def whole(self, digest: str) -> bytes:
        return await self._read(_content(digest))

    async def remove(self, digest: str) -> None:
        """With everything made from it. That it is gone already is no error."""
        made = [name async for name, _ in self._listed(f"{_made(digest)}/")]
        for path in (*made, _content(digest)):
            await self._delete(path)

    async def find_made(self, digest: str, name: str) -> bytes | None:
        try:
            return await self._read(f"{_made(digest)}/{name}")
        except FileMissing:
            return None

    async def keep_made(self, digest: str, name: str, content: bytes) -> None:
        """What can be made again from the file, such as the picture of a page."""
        await self._write(f"{_made(digest)}/{name}", content)

    async def kept_before(self, moment: datetime) -> AsyncIterator[str]:
        """Digests of what was last put before it."""
        async for path, put_at in self._listed("content/"):
            if put_at < moment:
                yield path.rpartition("/")[2]

    @property
    def _store(self) -> ObjectStore:
        if self._opened is None:
            raise FilesNotSet
        return self._opened

    async def _write(self, path: str, content: IO[bytes] | bytes) -> None:
        with _told():
            await obstore.put_async(self._store, path, content, chunk_size=8 * MIB, max_concurrency=2)

    async def _read(self, path: str) -> bytes:
        with _told():
            found = await obstore.get_async(self._store, path)
            return bytes(await found.bytes_async())

    async def _delete(self, path: str) -> None:
        try:
            with _told():
                await obstore.delete_async(self._store, path)
        except FileMissing:
            return

    async def _listed(self, prefix: str) -> AsyncIterator[tuple[str, datetime]]:
        with _told():
            async for batch in obstore.list(self._store, prefix=prefix):
                for one in batch:
                    yield one["path"], one["last_modified"]


def open_files(url: str) -> Files:
    """`file:///srv/files`, or `s3://bucket/prefix` with the usual AWS_… variables; empty: none."""
    if not url:
        return Files(None)
    if url.startswith("file:"):
        return Files(LocalStore(Path(unquote(urlsplit(url).path)), mkdir=True))
    return Files(from_url(url))


@contextmanager
def _told() -> Iterator[None]:
    """The store's own errors carry addresses and keys."""
    try:
        yield
    except FileNotFoundError as error:
        raise FileMissing from error
    except (BaseError, OSError) as error:
        raise FilesUnavailable from error


def _content(digest: str) -> str:
    return f"content/{digest[:2]}/{_checked(digest)}"


def _made(digest: str) -> str:
    return f"made/{digest[:2]}/{_checked(digest)}"


def _checked(digest: str) -> str:
    if not DIGEST.fullmatch(digest):
        raise FileMissing
    return digest


async def _of_app(request: Request) -> Files:
    files: Files = request.app.state.files
    return files


Store = Annotated[Files, Depends(_of_app)]
