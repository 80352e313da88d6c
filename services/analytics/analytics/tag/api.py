"""Decisions on what personal data a column holds."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter

from analytics.dataset.schemas import ColumnRead
from analytics.tag import service
from analytics.tag.schemas import Decision
from kit.auth import Caller, requires
from kit.db import Session

router = APIRouter(prefix="/analytics/api/v1/datasets/{dataset_id}/columns", tags=["tag"])
Tagger = Annotated[Caller, requires("columns:write")]


@router.put("/{name}/tag")
async def decide(dataset_id: UUID, name: str, data: Decision, session: Session, caller: Tagger) -> ColumnRead:
    return ColumnRead.model_validate(await service.decide(session, caller, dataset_id, name, data))
