"""Files in pieces, after tus (https://tus.io): POST begins, PATCH with Upload-Offset adds, HEAD says how far it is."""

from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Request
from starlette.responses import Response

from analytics.dataset.queries import get_own_dataset
from analytics.upload import queries, service
from analytics.upload.pieces import Pieces
from analytics.upload.schemas import UploadCreate, UploadRead
from kit.auth import Caller, requires
from kit.clock import Now
from kit.db import Session

router = APIRouter(prefix="/analytics/api/v1/datasets/{dataset_id}/uploads", tags=["upload"])
Writer = Annotated[Caller, requires("datasets:write")]
Offset = Annotated[int, Header(alias="Upload-Offset", ge=0)]
BODY = {"content": {"application/offset+octet-stream": {"schema": {"type": "string", "format": "binary"}}}}


@router.post("", status_code=201)
async def begin(
    dataset_id: UUID, data: UploadCreate, response: Response, session: Session, caller: Writer, now: Now
) -> UploadRead:
    upload = await service.begin(session, caller, dataset_id, data, now)
    response.headers["Location"] = f"{router.prefix.replace('{dataset_id}', str(dataset_id))}/{upload.id}"
    response.headers["Upload-Offset"] = "0"
    return UploadRead.model_validate(upload)


@router.get("/{upload_id}")
async def get_upload(dataset_id: UUID, upload_id: UUID, session: Session, caller: Writer) -> UploadRead:
    return UploadRead.model_validate(await queries.get_upload(session, caller, dataset_id, upload_id))


@router.head("/{upload_id}")
async def how_far(dataset_id: UUID, upload_id: UUID, session: Session, caller: Writer) -> Response:
    upload = await queries.get_upload(session, caller, dataset_id, upload_id)
    return Response(headers={"Upload-Offset": str(upload.received), "Upload-Length": str(upload.size), **FRESH})


@router.patch("/{upload_id}", status_code=204, openapi_extra={"requestBody": BODY})
async def add(
    dataset_id: UUID, upload_id: UUID, request: Request, offset: Offset, caller: Writer, now: Now
) -> Response:
    """What arrived before a line breaks stays."""
    app = request.app
    async with app.state.database.session() as session:
        await get_own_dataset(session, caller, dataset_id)
        upload = await queries.get_upload(session, caller, dataset_id, upload_id)
    pieces, body = Pieces(app.state.settings.files_url), _streamed(request)
    received = await service.receive(app.state.database, pieces, upload, offset, body, now)
    return Response(status_code=204, headers={"Upload-Offset": str(received), **FRESH})


@router.delete("/{upload_id}", status_code=204)
async def drop(dataset_id: UUID, upload_id: UUID, request: Request, session: Session, caller: Writer) -> None:
    await service.drop(session, caller, Pieces(request.app.state.settings.files_url), dataset_id, upload_id)


FRESH = {"Cache-Control": "no-store"}


async def _streamed(request: Request) -> AsyncIterator[bytes]:
    async for chunk in request.stream():
        yield chunk
