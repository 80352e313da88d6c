from collections.abc import Sequence
from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from governance.attachment import answers
from governance.attachment.queries import get_attachment
from governance.attachment.schemas import AttachmentRead
from governance.attachment.tables import Attachment
from governance.document.api import Reader, Uploads, Writer
from governance.document.enclosing import attach, detach
from governance.document.queries import get_document, get_file, list_files
from governance.document.service import HOME
from kit.clock import Now
from kit.db import Session
from kit.files import Store
from kit.web import redirect, translator

ROOT = "/governance/documents/{document_id:uuid}/attachments"
router = APIRouter(prefix=ROOT, tags=["enclosure-page"], include_in_schema=False)
api = APIRouter(prefix="/governance/api/v1/documents/{document_id}/attachments", tags=["enclosure"])


@api.get("", response_model=list[AttachmentRead])
async def list_attachments(document_id: UUID, session: Session, acting: Reader) -> Sequence[Attachment]:
    return await list_files(session, await get_document(session, acting, document_id))


@api.post("", status_code=201, response_model=list[AttachmentRead])
async def add_attachment(
    document_id: UUID, uploads: Uploads, session: Session, files: Store, acting: Writer, now: Now
) -> Sequence[Attachment]:
    """One file as the body, its name as `?name=`; or several as a form's `file`."""
    return await attach(session, files, acting, document_id, uploads, now)


@api.get("/{attachment_id}")
@router.get("/{attachment_id:uuid}/file")
async def download(
    request: Request, document_id: UUID, attachment_id: UUID, session: Session, files: Store, acting: Reader
) -> Response:
    _, attachment = await get_file(session, acting, document_id, attachment_id)
    return await answers.download(request, files, attachment)


@router.post("")
async def send(
    request: Request, document_id: UUID, uploads: Uploads, session: Session, files: Store, acting: Writer, now: Now
) -> Response:
    kept = await attach(session, files, acting, document_id, uploads, now)
    return answers.received(request, kept, f"{HOME}/{document_id}")


@router.get("/{attachment_id:uuid}")
async def show(request: Request, document_id: UUID, attachment_id: UUID, session: Session, acting: Reader) -> Response:
    document, _ = await get_file(session, acting, document_id, attachment_id)
    attachment = await get_attachment(session, attachment_id, with_text=True)
    t, back = translator(request).t, f"{HOME}/{document_id}"
    trail = [(t("document.title"), HOME), (t("document.number_short", number=str(document.number)), back)]
    return answers.preview(request, attachment, f"{back}/attachments", trail)


@router.get("/{attachment_id:uuid}/pages/{page}")
async def show_page(
    request: Request,
    document_id: UUID,
    attachment_id: UUID,
    page: int,
    session: Session,
    files: Store,
    acting: Reader,
) -> Response:
    _, attachment = await get_file(session, acting, document_id, attachment_id)
    return await answers.picture(request, files, attachment, page)


@router.post("/{attachment_id:uuid}/removal")
async def remove(
    request: Request, document_id: UUID, attachment_id: UUID, session: Session, acting: Writer, now: Now
) -> Response:
    await detach(session, acting, document_id, attachment_id, now)
    return redirect(request, f"{HOME}/{document_id}", "document.detached")
