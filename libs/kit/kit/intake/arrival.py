"""A file that was sent: kept, and put in line."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import UploadFile
from starlette.requests import ClientDisconnect

from kit.auth import Caller, requires
from kit.files import Files, arriving
from kit.files.sweeping import put
from kit.intake.errors import ImportsWaiting
from kit.intake.tables import PENDING, IntakeRow
from kit.sheet import Upload, received
from kit.sheet.reading import MOST_BYTES
from kit.web.upload import FIELD, NoFile, UploadBrokenOff

LONGEST_NAME = 200
MOST_WAITING = 10
"""Files of one person: they are read one by one, and others wait too."""
Row = TypeVar("Row", bound=IntakeRow)


@dataclass(frozen=True, slots=True)
class Sent:
    """A form with a file, or with none; `fields`: what else it holds."""

    upload: Upload | None
    fields: Mapping[str, str]

    def file(self) -> Upload:
        if self.upload is None:
            raise NoFile
        return self.upload


def sheet_sent(*scopes: str) -> Any:
    """A parameter `Sent` of a route. Who may not send is refused before anything is read."""

    async def receive(request: Request, _: Annotated[Caller, requires(*scopes)]) -> Sent:
        try:
            async with request.form(max_files=1, max_fields=10) as form:
                file = form.get(FIELD)
                fields = {name: value for name, value in form.items() if isinstance(value, str)}
                upload = await received(file) if isinstance(file, UploadFile) and file.filename else None
                return Sent(upload, fields)
        except ClientDisconnect as error:
            raise UploadBrokenOff from error

    return Depends(receive)


def body_of(**fields: Mapping[str, Any]) -> dict[str, Any]:
    """`openapi_extra` of such a route: the file, and the schema of each further field."""
    properties = {FIELD: {"type": "string", "format": "binary"}, **fields}
    schema = {"type": "object", "properties": properties, "required": [FIELD]}
    return {"requestBody": {"required": True, "content": {"multipart/form-data": {"schema": schema}}}}


async def put_in_line(
    session: AsyncSession, files: Files, upload: Upload, row: Row, caller: Caller, now: datetime
) -> Row:
    """`row` with its own columns; its content is looked at in the background."""
    await _refuse_many(session, type(row), caller.subject)
    async with arriving(_once(upload.data), most=MOST_BYTES) as arrived:
        row.digest = (await put(session, files, arrived)).digest
    row.state, row.file_name = "waiting", upload.name[-LONGEST_NAME:]
    row.subject, row.agency, row.created_at = caller.subject, caller.agency, now
    row.rows_total = row.rows_done = row.wrong_total = 0
    row.wrong, row.finished_at = [], None
    session.add(row)
    await session.flush()
    return row


async def _refuse_many(session: AsyncSession, table: type[IntakeRow], subject: str) -> None:
    mine = table.subject == subject, table.state.in_(PENDING)
    if (await session.scalar(select(func.count()).where(*mine)) or 0) >= MOST_WAITING:
        raise ImportsWaiting(most=MOST_WAITING)


async def _once(data: bytes) -> AsyncIterator[bytes]:
    yield data
