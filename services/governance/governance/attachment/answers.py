"""A file as an answer to whoever may see its document or task; that is asked before.

What strangers sent is never a page of ours: saved, or shown as a picture or as words, and in a sandbox at that.
"""

import re
from collections.abc import AsyncIterator, Sequence

from fastapi import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from governance.attachment.errors import PageLate, PageNotFound
from governance.attachment.naming import disposition
from governance.attachment.schemas import AttachmentRead
from governance.attachment.tables import Attachment
from kit.files import Files, arriving
from kit.files.content import Kind
from kit.reading import confined
from kit.web import redirect, render
from kit.web.upload import is_raw

SAFE = {
    "Content-Security-Policy": "sandbox; default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "private, max-age=3600",
}
RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")
PICTURES = frozenset({Kind.PNG.media_type, Kind.JPEG.media_type})
MOST_PAGES = 200


def received(request: Request, attachments: Sequence[Attachment], back: str) -> Response:
    """To the upload's script what came, to a plain form the page it belongs to."""
    if is_raw(request):
        read = [AttachmentRead.model_validate(one).model_dump(mode="json") for one in attachments]
        return JSONResponse(read, 201)
    return redirect(request, back, "attachment.sent", count=len(attachments))


def preview(request: Request, attachment: Attachment, base: str, trail: Sequence[tuple[str, str]]) -> Response:
    """A page with its pages or its words (get_attachment with_text); `base`: the path above its id, without a slash."""
    shown = 1 if attachment.media_type in PICTURES else min(attachment.pages or 0, MOST_PAGES)
    return render(request, "attachment/preview.html", file=attachment, shown=shown, base=base, trail=trail)


async def download(request: Request, files: Files, attachment: Attachment) -> Response:
    """The file to be saved, or the part of it that was asked for."""
    return await _answer(request, files, attachment, "attachment")


async def picture(request: Request, files: Files, attachment: Attachment, page: int = 1) -> Response:
    """A page of a PDF as PNG, or a picture itself; PageNotFound for anything else."""
    if attachment.media_type in PICTURES and page == 1:
        return await _answer(request, files, attachment, "inline")
    if attachment.media_type != Kind.PDF.media_type or not 1 <= page <= min(attachment.pages or 0, MOST_PAGES):
        raise PageNotFound
    return Response(await _page(files, attachment, page), media_type="image/png", headers=SAFE)


async def _page(files: Files, attachment: Attachment, page: int) -> bytes:
    """Drawn once, and tried once: of one that cannot be drawn, nothing is kept as its picture."""
    name = f"page-{page}.png"
    drawn = await files.find_made(attachment.digest, name)
    if drawn is None:
        async with arriving(files.stream(attachment.digest), most=attachment.size) as arrived:
            read = await confined.pdf_page(arrived.file, page)
        if read.state == "late":
            raise PageLate
        drawn = read.content
        await files.keep_made(attachment.digest, name, drawn)
    if not drawn:
        raise PageNotFound
    return drawn


async def _answer(request: Request, files: Files, attachment: Attachment, kind: str) -> Response:
    headers = {
        **SAFE,
        "Content-Disposition": disposition(kind, attachment.name),
        "Accept-Ranges": "bytes",
        "ETag": f'"{attachment.digest}"',
    }
    if attachment.digest in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    part = _part(request.headers.get("range", ""), attachment.size)
    if part is None:
        return Response(status_code=416, headers={**headers, "Content-Range": f"bytes */{attachment.size}"})
    start, end = part
    whole = end - start == attachment.size
    headers["Content-Length"] = str(end - start)
    if not whole:
        headers["Content-Range"] = f"bytes {start}-{end - 1}/{attachment.size}"
    body = await _begun(files.stream(attachment.digest, start, end))
    return StreamingResponse(body, 200 if whole else 206, headers, attachment.media_type)


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
