"""How fresh the index is, for programs; and building it anew."""

from typing import Annotated

from fastapi import APIRouter

from assistant_staff.index import queries, service
from assistant_staff.index.schemas import IndexState, KindState, Rebuild
from assistant_staff.passage.queries import counts
from kit.auth import Caller, requires
from kit.clock import Now
from kit.db import Session

router = APIRouter(prefix="/assistant-staff/api/v1/index", tags=["index"])
Keeper = Annotated[Caller, requires("library:write")]


@router.get("")
async def read(session: Session, _: Keeper) -> IndexState:
    """Numbers of the whole index, for whoever keeps it; readers see none."""
    return await state(session)


@router.post("/rebuild", status_code=202)
async def rebuild(data: Rebuild, session: Session, _: Keeper, now: Now) -> None:
    """What is found meanwhile stays found."""
    await service.rebuild(session, data.kinds, now)


async def state(session: Session) -> IndexState:
    kinds = [KindState.model_validate(one) for one in await queries.backlog(session)]
    passages = {one.kind: one.passages for one in await counts(session)}
    return IndexState.model_validate(
        {"kinds": kinds, "passages": passages, "rebuilds": await queries.rebuilds(session)}
    )
