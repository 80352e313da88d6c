"""A file on its way in: onto disk while it is hashed, so that memory stays small and its content can be looked at.

The file has no name, so nothing of it is left when the upload breaks off, not even when the process is killed.
"""

import asyncio
import hashlib
import tempfile
from collections.abc import AsyncIterable, AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import IO, Any

from kit.files.errors import EmptyFile, FileTooLarge

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Arrived:
    """`file` is open for reading, at its beginning, until the block of `arriving` is left."""

    file: IO[bytes]
    digest: str
    size: int


@asynccontextmanager
async def arriving(chunks: AsyncIterable[bytes], *, most: int) -> AsyncIterator[Arrived]:
    """EmptyFile without a byte; FileTooLarge as soon as there are more than `most`."""
    with tempfile.TemporaryFile() as file:
        hashing, size = hashlib.sha256(), 0
        async for part in _parts(chunks):
            size += len(part)
            if size > most:
                raise FileTooLarge(mib=round(most / MIB, 1))
            await asyncio.to_thread(_take, file, hashing, part)
        if not size:
            raise EmptyFile
        file.seek(0)
        yield Arrived(file, hashing.hexdigest(), size)


async def _parts(chunks: AsyncIterable[bytes]) -> AsyncIterator[bytes]:
    """Parts of about one MiB: what comes in small pieces would cost a change of threads for each."""
    waiting = bytearray()
    async for chunk in chunks:
        waiting += chunk
        if len(waiting) >= MIB:
            yield bytes(waiting)
            waiting.clear()
    if waiting:
        yield bytes(waiting)


def _take(file: IO[bytes], hashing: Any, part: bytes) -> None:
    hashing.update(part)
    file.write(part)
