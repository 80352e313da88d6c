"""A feature of governance that does nothing but take files and give them back, as documents and tasks do."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import httpx
from fastapi import APIRouter, Request
from sqlalchemy import select
from starlette.responses import Response

from governance.attachment import answers
from governance.attachment.queries import get_attachment, has_words
from governance.attachment.reading import read_next
from governance.attachment.schemas import AttachmentRead
from governance.attachment.service import MOST, discard, take
from governance.attachment.tables import Attachment
from governance.organisation.standing import Standing, standing
from kit.auth import requires
from kit.db import Session
from kit.files import Store
from kit.web.upload import Upload, uploaded
from tests.governance.office import Desk, Office, Place

router = APIRouter(prefix="/governance/api/v1/shelf", dependencies=[requires("documents:read")])
pages = APIRouter(prefix="/governance/shelf", dependencies=[requires("documents:read")])
Acting = Annotated[Standing, standing("documents:write")]


@router.post("", status_code=201)
async def put(
    uploads: Annotated[list[Upload], uploaded("documents:write", most=MOST)],
    acting: Acting,
    session: Session,
    files: Store,
) -> list[AttachmentRead]:
    return [AttachmentRead.model_validate(await take(session, files, acting, upload)) for upload in uploads]


@router.get("")
async def search(session: Session, q: str) -> list[AttachmentRead]:
    found = await session.scalars(select(Attachment).where(has_words(q)).order_by(Attachment.id))
    return [AttachmentRead.model_validate(one) for one in found]


@router.get("/{number}")
async def read(session: Session, number: UUID) -> AttachmentRead:
    return AttachmentRead.model_validate(await get_attachment(session, number))


@router.delete("/{number}", status_code=204)
async def remove(session: Session, number: UUID) -> None:
    await discard(session, await get_attachment(session, number))


@router.get("/{number}/text")
async def text(session: Session, number: UUID) -> str:
    return (await get_attachment(session, number, with_text=True)).text


@router.get("/{number}/file")
async def file(request: Request, session: Session, files: Store, number: UUID) -> Response:
    return await answers.download(request, files, await get_attachment(session, number))


@router.get("/{number}/pages/{page}")
async def page(request: Request, session: Session, files: Store, number: UUID, page: int) -> Response:
    return await answers.picture(request, files, await get_attachment(session, number), page)


@pages.get("/{number}")
async def show(request: Request, session: Session, number: UUID) -> Response:
    file = await get_attachment(session, number, with_text=True)
    return answers.preview(request, file, "/governance/shelf", [("Kệ", "/governance/shelf")])


@pages.post("")
async def send(
    request: Request,
    uploads: Annotated[list[Upload], uploaded("documents:write", most=MOST)],
    acting: Acting,
    session: Session,
    files: Store,
) -> Response:
    kept = [await take(session, files, acting, upload) for upload in uploads]
    return answers.received(request, kept, "/governance/shelf")


@dataclass
class Shelf:
    office: Office
    clerk: Desk
    folder: Path

    async def send(self, name: str, content: Any, **headers: str) -> httpx.Response:
        path = "/governance/api/v1/shelf"
        return await self.clerk.call("POST", path, params={"name": name}, content=content, headers=headers)

    async def put(self, name: str, content: bytes) -> dict[str, Any]:
        answer = await self.send(name, content)
        assert answer.status_code == 201, answer.text
        return dict(answer.json()[0])

    async def read_all(self) -> None:
        """What the job does every second."""
        state = self.office.app.state
        more = True
        while more:
            async with state.database.session() as session:
                more = await read_next(session, state.files)

    async def see(self, attachment: dict[str, Any], part: str = "", **headers: str) -> httpx.Response:
        path = f"/governance/api/v1/shelf/{attachment['id']}{part}"
        return await self.clerk.call("GET", path, headers=headers)

    def lying(self) -> list[Path]:
        return [path for path in self.folder.rglob("*") if path.is_file()]


async def shelf_of(office: Office, folder: Path) -> Shelf:
    for one in (router, pages):
        office.app.include_router(one)
    clerk = await office.person("huong.nt", "Nguyễn Thị Hường", Place("H02.14", "clerk"))
    return Shelf(office, clerk, folder)
