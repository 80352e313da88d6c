from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from starlette.responses import StreamingResponse

from kit.auth import requires
from kit.chain import Signer
from kit.chain.export import export
from kit.db import Session
from kit.page import Page
from lgsp_gateway.evidence import queries
from lgsp_gateway.evidence.schemas import ExchangeFilter, ExchangeProven, ExchangeRead, VerdictRead

READ = [requires("evidence:read")]
router = APIRouter(prefix="/lgsp-gateway/api/v1/evidence", tags=["evidence"], dependencies=READ)


@router.get("")
async def list_exchanges(wanted: Annotated[ExchangeFilter, Query()], session: Session) -> Page[ExchangeRead]:
    return Page[ExchangeRead].model_validate(await queries.list_exchanges(session, wanted))


@router.get("/verification")
async def verify(request: Request, session: Session) -> VerdictRead:
    """Of the newest 20,000 records; for the whole chain export it and use `python -m kit.chain verify`."""
    verdict = await queries.verify_newest(session, Signer.of(request.app.state.settings))
    told = VerdictRead.model_validate(verdict)
    if (broken := verdict.first_break) is not None:
        told.broken_seq, told.broken_record, told.reason = broken.seq, broken.record, broken.reason
    return told


@router.get("/export")
async def export_chain(request: Request) -> StreamingResponse:
    """The chain as JSON lines, for the offline verifier. A stream has a session of its own."""
    state = request.app.state

    async def lines() -> AsyncIterator[bytes]:
        async with state.database.session() as session:
            async for line in export(session, state.settings.service):
                yield line

    headers = {"Content-Disposition": 'attachment; filename="evidence.jsonl"'}
    return StreamingResponse(lines(), media_type="application/jsonl", headers=headers)


@router.get("/{record_id}")
async def get_exchange(record_id: UUID, session: Session) -> ExchangeProven:
    payload = await queries.get_exchange(session, record_id)
    read = ExchangeRead.model_validate(payload)
    return ExchangeProven(**read.model_dump(), proof=await queries.prove(session, payload))
