"""Files that come with a request: as a body of their own with progress (form.upload's script), or in a plain form.

@router.post("/{document_id}/files")
async def attach(uploads: Annotated[list[Upload], uploaded("documents:write", most=50 * MIB)], …, session: Session)

Named before the session, so that no transaction waits for a slow line: all of them are on disk when the route begins.
"""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request
from starlette.datastructures import UploadFile
from starlette.requests import ClientDisconnect

from kit.auth import Caller, requires
from kit.errors import Malformed
from kit.files import MIB, Arrived, FileTooLarge, arriving

FIELD, NAME = "file", "name"
MOST_FILES = 20


class UploadBrokenOff(Malformed):
    code = "upload-broken-off"


class NoFile(Malformed):
    code = "no-file"


@dataclass(frozen=True, slots=True)
class Upload:
    """`name`: as the sender calls it."""

    name: str
    arrived: Arrived

    async def chunks(self) -> AsyncIterator[bytes]:
        self.arrived.file.seek(0)
        while part := self.arrived.file.read(MIB):
            yield part


def uploaded(*scopes: str, most: int, least: int = 1) -> Any:
    """`list[Upload]` of `most` bytes each. Who may not send is refused before anything is read.

    `least=0`: fields of a form with which files may come.
    """

    async def receive(request: Request, _: Annotated[Caller, requires(*scopes)]) -> AsyncIterator[list[Upload]]:
        async with AsyncExitStack() as stack:
            if request.headers.get("content-type", "").startswith("multipart/form-data"):
                yield await _of_form(request, stack, most, least)
            else:
                yield [await _of_body(request, stack, most)] if least else []

    return Depends(receive, scope="function")


def is_raw(request: Request) -> bool:
    """Sent by the script, which wants to be told in JSON, not led to a page."""
    return not request.headers.get("content-type", "").startswith("multipart/form-data")


async def _of_body(request: Request, stack: AsyncExitStack, most: int) -> Upload:
    announced = request.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > most:
        raise FileTooLarge(mib=round(most / MIB, 1))
    arrived = await stack.enter_async_context(arriving(_streamed(request), most=most))
    return Upload(request.query_params.get(NAME, ""), arrived)


async def _streamed(request: Request) -> AsyncIterator[bytes]:
    try:
        async for chunk in request.stream():
            yield chunk
    except ClientDisconnect as error:
        raise UploadBrokenOff from error


async def _of_form(request: Request, stack: AsyncExitStack, most: int, least: int) -> list[Upload]:
    """Starlette puts what is larger than one MiB on disk; the limit of the whole body is BodyLimit's."""
    try:
        form = await request.form(max_files=MOST_FILES)
    except ClientDisconnect as error:
        raise UploadBrokenOff from error
    stack.push_async_callback(form.close)
    files = [one for one in form.getlist(FIELD) if isinstance(one, UploadFile) and one.filename]
    if len(files) < least:
        raise NoFile
    return [
        Upload(one.filename or "", await stack.enter_async_context(arriving(_read(one), most=most))) for one in files
    ]


async def _read(file: UploadFile) -> AsyncIterator[bytes]:
    while part := await file.read(MIB):
        yield part
