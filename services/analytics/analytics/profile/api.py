"""Figures of the columns of a dataset."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from analytics.profile.queries import profile_of
from kit.auth import Caller, requires
from kit.db import Session

router = APIRouter(prefix="/analytics/api/v1/datasets/{dataset_id}/profile", tags=["profile"])
Reader = Annotated[Caller, requires("datasets:read")]


class ColumnProfileRead(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    name: str
    title: str
    kind: str
    rows: int
    missing: int
    distinct: int
    masked: bool
    facts: dict[str, Any]


@router.get("")
async def get_profile(dataset_id: UUID, session: Session, caller: Reader) -> list[ColumnProfileRead]:
    """Of who sees only some rows, nothing: figures would tell of the others."""
    return [ColumnProfileRead.model_validate(one) for one in await profile_of(session, caller, dataset_id)]
