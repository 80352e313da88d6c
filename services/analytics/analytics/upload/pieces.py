"""Pieces of a file in the files store: uploads/<id>/<where it begins>. What has arrived stays when the line breaks."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import IO
from uuid import UUID

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, from_url

from kit.files import FilesNotSet, FilesUnavailable

PIECE = 8 << 20


class Pieces:
    def __init__(self, url: str) -> None:
        self._url = url

    async def put(self, upload_id: UUID, start: int, content: bytes) -> None:
        try:
            await obstore.put_async(self._store(), _name(upload_id, start), content)
        except (BaseError, OSError) as error:
            raise FilesUnavailable from error

    async def lay_out(self, upload_id: UUID, into: Path) -> int:
        """The whole file on this machine; how many bytes it has. A piece that was sent twice counts once."""
        names = sorted([name async for name in self._names(upload_id)])
        size = 0
        try:
            with into.open("wb") as file:
                for name in names:
                    if int(name.rpartition("/")[2]) != size:
                        continue
                    size += await self._copy(name, file)
        except (BaseError, OSError) as error:
            raise FilesUnavailable from error
        return size

    async def remove(self, upload_id: UUID) -> None:
        names = [name async for name in self._names(upload_id)]
        try:
            await obstore.delete_async(self._store(), names)
        except FileNotFoundError:
            return
        except (BaseError, OSError) as error:
            raise FilesUnavailable from error

    async def _copy(self, name: str, file: IO[bytes]) -> int:
        found = await obstore.get_async(self._store(), name)
        content = await found.bytes_async()
        await asyncio.to_thread(file.write, bytes(content))
        return len(content)

    async def _names(self, upload_id: UUID) -> AsyncIterator[str]:
        try:
            async for batch in obstore.list(self._store(), prefix=f"uploads/{upload_id}/"):
                for one in batch:
                    yield one["path"]
        except (BaseError, OSError) as error:
            raise FilesUnavailable from error

    def _store(self) -> ObjectStore:
        if not self._url:
            raise FilesNotSet
        if self._url.startswith("file:"):
            return LocalStore.from_url(self._url, mkdir=True)
        return from_url(self._url)


def _name(upload_id: UUID, start: int) -> str:
    return f"uploads/{upload_id}/{start:016d}"
