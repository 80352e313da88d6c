"""The page of a dataset's figures."""

from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response

from analytics.dataset.queries import get_dataset
from analytics.profile.api import Reader
from analytics.profile.queries import profile_of
from kit.db import Session
from kit.web import render

router = APIRouter(
    prefix="/analytics/datasets/{dataset_id:uuid}/profile", tags=["profile-page"], include_in_schema=False
)


@router.get("")
async def show(request: Request, dataset_id: UUID, session: Session, caller: Reader) -> Response:
    dataset = await get_dataset(session, caller, dataset_id)
    return render(request, "profile/page.html", dataset=dataset, columns=await profile_of(session, caller, dataset_id))
