"""For the platform that searches over all: words as a system, rights as the reader."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter

from governance.index import queries
from governance.index.errors import SystemsOnly
from governance.index.schemas import IndexIds, IndexText, Kind, Readable, ReadableAsked
from governance.organisation.standing import Standing, standing
from kit.auth import Caller, requires
from kit.db import Session

router = APIRouter(prefix="/governance/api/v1", tags=["index"])
System = Annotated[Caller, requires("index:read")]
Acting = Annotated[Standing, standing()]


@router.get("/index/{kind}")
async def list_ids(kind: Kind, session: Session, caller: System, after: UUID | None = None) -> IndexIds:
    """All there are, page by page, to build an index anew."""
    _refuse_people(caller)
    return await queries.list_ids(session, kind, after)


@router.get("/index/{kind}/{entry_id}")
async def get_text(kind: Kind, entry_id: UUID, session: Session, caller: System) -> IndexText:
    """Its words as they are now. Confidential and cancelled ones are not there."""
    _refuse_people(caller)
    return await queries.get_text(session, kind, entry_id)


@router.post("/readable")
async def readable(data: ReadableAsked, session: Session, acting: Acting) -> Readable:
    """Which of these the caller may open, with the caller's own token."""
    return Readable(ids=await queries.readable(session, acting, data.kind, data.ids))


def _refuse_people(caller: Caller) -> None:
    if caller.kind != "system":
        raise SystemsOnly
