"""A reader's own copy: each page and picture carries their name and the moment; made anew for everybody who asks."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Literal

from starlette.responses import Response, StreamingResponse

from kit.clock import ZONE
from kit.files import MIB, Files, arriving
from kit.files.content import Kind
from kit.files.naming import disposition
from kit.reading import confined
from kit.reading.confined import Read
from kit.web.given import SAFE
from meetings.paper.errors import PaperLate, PaperPageNotFound, PaperTooHeavy
from meetings.paper.rights import Reader
from meetings.paper.tables import PaperVersion

PICTURES = frozenset({Kind.PNG.media_type, Kind.JPEG.media_type})
OFFICE = frozenset({Kind.DOCX.media_type, Kind.XLSX.media_type})
MOST_SHOWN = 200
WIDEST_SHOWN = 1600
TEXT = "text.txt"
HEADERS = {**SAFE, "Cache-Control": "private, max-age=300"}


@dataclass(frozen=True)
class Copy:
    """Of one version, for one reader, as of one moment."""

    digest: str
    name: str
    media_type: str
    size: int
    pages: int | None
    words: str

    @property
    def is_office(self) -> bool:
        return self.media_type in OFFICE

    @property
    def shown(self) -> int:
        """How many pages can be shown."""
        return 1 if self.media_type in PICTURES else min(self.pages or 0, MOST_SHOWN)


def copy_of(version: PaperVersion, reader: Reader, now: datetime) -> Copy:
    words = f"{reader.name} · {now.astimezone(ZONE):%d/%m/%Y %H:%M}"
    return Copy(version.digest, version.name, version.media_type, version.size, version.pages, words)


async def page_of(files: Files, copy: Copy, number: int) -> Response:
    if not 1 <= number <= copy.shown:
        raise PaperPageNotFound
    async with arriving(files.stream(copy.digest), most=copy.size) as arrived:
        if copy.media_type in PICTURES:
            read = await confined.picture_stamped(arrived.file, copy.words, widest=WIDEST_SHOWN)
        else:
            read = await confined.pdf_page_stamped(arrived.file, number, copy.words)
    if read.state != "ok":
        raise PaperLate if read.state == "late" else PaperPageNotFound
    return Response(read.content, media_type=Kind.JPEG.media_type, headers=HEADERS)


async def saved(files: Files, copy: Copy) -> Response:
    """A PDF or a picture to keep: of what was sent, only what is to be seen."""
    made = tempfile.TemporaryFile()  # noqa: SIM115 - closed when it has been sent
    try:
        async with arriving(files.stream(copy.digest), most=copy.size) as arrived:
            must_be_made(await _made(copy, arrived.file, made))
        kind: Literal["pdf", "jpg"] = "jpg" if copy.media_type in PICTURES else "pdf"
        media_type = Kind.JPEG.media_type if kind == "jpg" else Kind.PDF.media_type
        size = made.seek(0, 2)
        named = disposition("attachment", f"{copy.name.rpartition('.')[0] or copy.name}.{kind}")
        headers = {**HEADERS, "Cache-Control": "no-store", "Content-Disposition": named, "Content-Length": str(size)}
        return StreamingResponse(_sent(made), headers=headers, media_type=media_type)
    except BaseException:
        made.close()
        raise


async def _made(copy: Copy, file: IO[bytes], made: IO[bytes]) -> Read:
    if copy.media_type not in PICTURES:
        return await confined.pdf_stamped(file, copy.words, made)
    read = await confined.picture_stamped(file, copy.words)
    made.write(read.content)
    return read


def must_be_made(read: Read) -> None:
    if read.state == "late":
        raise PaperLate
    if read.state != "ok":
        raise PaperTooHeavy


async def _sent(made: IO[bytes]) -> AsyncIterator[bytes]:
    with made:
        made.seek(0)
        while part := await asyncio.to_thread(made.read, MIB):
            yield part


async def text_of(files: Files, copy: Copy) -> str:
    """The words of an Office file, looked for once; empty where it has none or they cannot be read."""
    if not copy.is_office:
        return ""
    known = await files.find_made(copy.digest, TEXT)
    if known is None:
        async with arriving(files.stream(copy.digest), most=copy.size) as arrived:
            word = copy.media_type == Kind.DOCX.media_type
            read = await (confined.docx_text if word else confined.xlsx_text)(arrived.file)
        if read.state == "late":
            raise PaperLate
        known = read.content
        await files.keep_made(copy.digest, TEXT, known)
    return known.decode("utf-8", "replace")
