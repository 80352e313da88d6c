"""A file of the store as an answer. What strangers sent is never a page of ours: it stands in a sandbox."""

import re
from collections.abc import AsyncIterator
from typing import Literal, Protocol

from fastapi import Request
from starlette.responses import Response, StreamingResponse

from kit.files import Files
from kit.files.naming import disposition

SAFE = {
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, max-age=3600",
}
RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")


class Named(Protocol):
    """What a feature knows of a file that lies in the store."""

    @property
    def digest(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def media_type(self) -> str: ...
    @property
    def size(self) -> int: ...


async def given(request: Request, files: Files, file: Named, kind: Literal["attachment", "inline"]) -> Response:
    """All of it, or the part that was asked for: to be saved, or shown."""
    headers = {
        **SAFE,
        "Content-Disposition": disposition(kind, file.name),
        "Accept-Ranges": "bytes",
        "ETag": f'"{file.digest}"',
    }
    if file.digest in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    part = _part(request.headers.get("range", ""), file.size)
    if part is None:
        return Response(status_code=416, headers={**headers, "Content-Range": f"bytes */{file.size}"})
    start, end = part
    whole = end - start == file.size
    headers["Content-Length"] = str(end - start)
    if not whole:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{file.size}"
    body = await _begun(files.stream(file.digest, start, end))
    return StreamingResponse(body, 200 if whole else 206, headers, file.media_type)


def _part(asked: str, size: int) -> tuple[int, int] | None:
    """From and before which byte; None for one that is not there. Several ranges are answered with all of it."""
    found = RANGE.fullmatch(asked)
    if not found or found[0] == "bytes=-":
        return 0, size
    first, last = found.groups()
    start = int(first) if first else max(size - int(last), 0)
    end = min(int(last) + 1, size) if first and last else size
    return (start, end) if start < end else None


async def _begun(parts: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """Its first part is fetched before the answer begins, so that a store that is away can still be told."""
    first = await anext(parts)

    async def all_of_them() -> AsyncIterator[bytes]:
        yield first
        async for part in parts:
            yield part

    return all_of_them()
