"""For the platform that searches over all: words as a system, rights as the reader."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter

from kit.auth import Caller, requires
from kit.db import Session
from meetings.index import queries
from meetings.index.errors import IndexForSystems
from meetings.index.schemas import IndexIds, IndexText, Readable, ReadableAsked

router = APIRouter(prefix="/meetings/api/v1", tags=["index"])
System = Annotated[Caller, requires("index:read")]
Asking = Annotated[Caller, requires()]


@router.get("/index/minutes")
async def list_ids(session: Session, caller: System, after: UUID | None = None) -> IndexIds:
    """All there are, page by page, to build an index anew."""
    _refuse_people(caller)
    return await queries.list_ids(session, after)


@router.get("/index/minutes/{entry_id}")
async def get_text(entry_id: UUID, session: Session, caller: System) -> IndexText:
    """Its words as they are now."""
    _refuse_people(caller)
    return await queries.get_text(session, entry_id)


@router.post("/readable")
async def readable(data: ReadableAsked, session: Session, caller: Asking) -> Readable:
    """Which of these the caller may open, with the caller's own token."""
    return Readable(ids=await queries.readable(session, caller, data.ids))


def _refuse_people(caller: Caller) -> None:
    if caller.kind != "system":
        raise IndexForSystems
