from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Query

from governance.attachment.service import MOST
from governance.document import queries, service
from governance.document.schemas import (
    DocumentCancel,
    DocumentCreate,
    DocumentFilter,
    DocumentRead,
    DocumentRegisteredRead,
    DocumentUpdate,
    StepRead,
)
from governance.document.tables import DocumentStep
from governance.organisation.standing import Standing, standing
from kit.clock import Now, local_day
from kit.db import Session
from kit.page import Page
from kit.web.upload import Upload, uploaded

router = APIRouter(prefix="/governance/api/v1/documents", tags=["document"])
Reader = Annotated[Standing, standing("documents:read")]
Writer = Annotated[Standing, standing("documents:write")]
Wanted = Annotated[DocumentFilter, Query()]
Uploads = Annotated[list[Upload], uploaded("documents:write", most=MOST)]
MaybeUploads = Annotated[list[Upload], uploaded("documents:write", most=MOST, least=0)]
Once = Annotated[str, Header(alias="Idempotency-Key", max_length=80)]


@router.get("")
async def list_documents(wanted: Wanted, session: Session, acting: Reader, now: Now) -> Page[DocumentRead]:
    page = await queries.list_documents(session, acting, wanted, local_day(now))
    return Page[DocumentRead].model_validate(page)


@router.post("", status_code=201)
async def register(
    data: DocumentCreate, session: Session, acting: Writer, now: Now, idempotency_key: Once = ""
) -> DocumentRegisteredRead:
    """The same `Idempotency-Key` again answers with the document it registered the first time."""
    once = data.model_copy(update={"key": idempotency_key or data.key})
    return DocumentRegisteredRead.model_validate(await service.register(session, acting, once, now))


@router.get("/{document_id}")
async def get_document(document_id: UUID, session: Session, acting: Reader) -> DocumentRead:
    return DocumentRead.model_validate(await queries.get_document(session, acting, document_id))


@router.put("/{document_id}")
async def correct(document_id: UUID, data: DocumentUpdate, session: Session, acting: Writer, now: Now) -> DocumentRead:
    return DocumentRead.model_validate(await service.correct(session, acting, document_id, data, now))


@router.post("/{document_id}/cancel")
async def cancel(document_id: UUID, data: DocumentCancel, session: Session, acting: Writer, now: Now) -> DocumentRead:
    return DocumentRead.model_validate(await service.cancel(session, acting, document_id, data, now))


@router.get("/{document_id}/steps", response_model=list[StepRead])
async def list_steps(document_id: UUID, session: Session, acting: Reader) -> Sequence[DocumentStep]:
    return await queries.list_steps(session, await queries.get_document(session, acting, document_id))
