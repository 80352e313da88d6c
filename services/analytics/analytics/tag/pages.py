"""The page on which proposals are decided."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from analytics.dataset.queries import columns_of, get_own_dataset
from analytics.tag import service
from analytics.tag.api import Tagger
from analytics.tag.rules import TAGS
from analytics.tag.schemas import Decision
from kit.auth import Caller
from kit.db import Session
from kit.web import redirect, render, submitted

router = APIRouter(prefix="/analytics/datasets/{dataset_id:uuid}/tags", tags=["tag-page"], include_in_schema=False)


@router.get("")
async def show(request: Request, dataset_id: UUID, session: Session, caller: Tagger) -> Response:
    return await _list(request, dataset_id, session, caller, 200)


@router.post("/{name}")
async def decide(request: Request, dataset_id: UUID, name: str, session: Session, caller: Tagger) -> Response:
    form = await submitted(request, Decision)
    if await form.attempt(session, lambda data: service.decide(session, caller, dataset_id, name, data)):
        return redirect(request, f"/analytics/datasets/{dataset_id}/tags", "tag.saved")
    return await _list(request, dataset_id, session, caller, form.status)


async def _list(request: Request, dataset_id: UUID, session: AsyncSession, caller: Caller, status: int) -> Response:
    """`status`: of the decision that was sent; one that could not be kept is said not to be."""
    dataset = await get_own_dataset(session, caller, dataset_id)
    columns = await columns_of(session, dataset_id)
    facts: dict[str, Any] = {"dataset": dataset, "columns": columns, "tags": TAGS}
    return render(request, "tag/list.html", status=status, refused=status >= 400, **facts)
