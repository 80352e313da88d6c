"""What the assistant did, for those who audit."""

from typing import Annotated

from fastapi import APIRouter, Query

from assistant_staff.action.record import Act, list_acts
from kit.auth import Caller, requires
from kit.db import Session
from kit.page import Page, Paging

router = APIRouter(prefix="/assistant-staff/api/v1/acts", tags=["act"])


@router.get("")
async def read(
    wanted: Annotated[Paging, Query()], session: Session, _: Annotated[Caller, requires("evidence:read")]
) -> Page[Act]:
    return Page[Act].model_validate(await list_acts(session, wanted))
