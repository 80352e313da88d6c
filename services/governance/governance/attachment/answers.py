"""A file as an answer to whoever may see its document or task; that is asked before.

What strangers sent is never a page of ours: saved, or shown as a picture or as words, and in a sandbox at that.
"""

from collections.abc import Sequence

from fastapi import Request
from starlette.responses import JSONResponse, Response

from governance.attachment.errors import PageLate, PageNotFound
from governance.attachment.schemas import AttachmentRead
from governance.attachment.tables import Attachment
from kit.files import Files, arriving
from kit.files.content import Kind
from kit.reading import confined
from kit.web import redirect, render
from kit.web.given import SAFE, given
from kit.web.upload import is_raw

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
    return await given(request, files, attachment, "attachment")


async def picture(request: Request, files: Files, attachment: Attachment, page: int = 1) -> Response:
    """A page of a PDF as PNG, or a picture itself; PageNotFound for anything else."""
    if attachment.media_type in PICTURES and page == 1:
        return await given(request, files, attachment, "inline")
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
