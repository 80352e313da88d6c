"""Rows of a dataset as its reader may see them."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field
from pydantic_core import to_jsonable_python

from analytics.lake.store import OpenLake
from analytics.mask.asking import rows_of
from analytics.mask.view import masked_view
from kit.auth import Caller, requires
from kit.db import Session

router = APIRouter(prefix="/analytics/api/v1/datasets/{dataset_id}", tags=["mask"])
Reader = Annotated[Caller, requires("datasets:read")]


class RowsWanted(BaseModel):
    model_config = ConfigDict(extra="forbid")

    sort: Annotated[str, Field(max_length=70)] = ""
    limit: Annotated[int, Field(ge=1, le=500)] = 50
    offset: Annotated[int, Field(ge=0, le=100_000)] = 0


class RowColumn(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    name: str
    title: str
    kind: str
    masked: bool
    tag: str


class Rows(BaseModel):
    """`most_rows`: of one answer, for this reader; None: as many as he asks for."""

    snapshot: int | None
    most_rows: int | None
    columns: list[RowColumn]
    rows: list[list[Any]]


@router.get("/rows")
async def preview(
    dataset_id: UUID, wanted: Annotated[RowsWanted, Query()], session: Session, lake: OpenLake, caller: Reader
) -> Rows:
    view = await masked_view(session, lake, caller, dataset_id)
    found = await rows_of(view, wanted.limit, wanted.sort, wanted.offset)
    columns = [RowColumn.model_validate(one) for one in view.columns]
    rows = to_jsonable_python([list(row) for row in found], inf_nan_mode="strings")
    return Rows(snapshot=view.snapshot, most_rows=view.most_rows, columns=columns, rows=rows)
