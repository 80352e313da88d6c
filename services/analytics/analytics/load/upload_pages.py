"""The page that sends a file and has it loaded. Its script sends pieces, and goes on after a broken line; without it a
form sends the file at once.
"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from starlette.responses import Response

from analytics.dataset.queries import get_own_dataset
from analytics.load import service
from analytics.load.schemas import LoadCreate, Mode
from analytics.upload.pieces import Pieces
from analytics.upload.schemas import MOST_BYTES, UploadCreate
from analytics.upload.service import begin, receive
from kit.auth import Caller, requires
from kit.clock import Now
from kit.db import Session
from kit.web import redirect, render
from kit.web.upload import Upload, uploaded

router = APIRouter(prefix="/analytics/datasets/{dataset_id:uuid}", tags=["upload-page"], include_in_schema=False)
Writer = Annotated[Caller, requires("datasets:write")]
Sent = Annotated[list[Upload], uploaded("datasets:write", most=MOST_BYTES)]


@router.get("/upload")
async def show(request: Request, dataset_id: UUID, session: Session, caller: Writer) -> Response:
    dataset = await get_own_dataset(session, caller, dataset_id)
    return render(request, "load/upload.html", dataset=dataset, most=MOST_BYTES)


@router.post("/upload")
async def send(
    request: Request, dataset_id: UUID, files: Sent, caller: Writer, now: Now, mode: Annotated[Mode, Form()] = "replace"
) -> Response:
    app, sent = request.app, files[0]
    data = UploadCreate(name=sent.name or "file", size=sent.arrived.size)
    async with app.state.database.session() as session:
        upload = await begin(session, caller, dataset_id, data, now)
    await receive(app.state.database, Pieces(app.state.settings.files_url), upload, 0, sent.chunks(), now)
    async with app.state.database.session() as session:
        wanted = LoadCreate(upload_id=upload.id, mode=mode)
        load = await service.put_in_line(session, caller, dataset_id, wanted, now)
    return redirect(request, f"/analytics/datasets/{dataset_id}/loads/{load.id}")
