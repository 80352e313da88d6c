from typing import Annotated

from fastapi import APIRouter

from governance.day.gathering import gather
from governance.day.schemas import Day
from governance.organisation.standing import Standing, standing
from kit.clock import Now, local_day
from kit.db import Session

router = APIRouter(prefix="/governance/api/v1/day", tags=["day"])
Acting = Annotated[Standing, standing("tasks:read", "documents:read")]


@router.get("")
async def read(session: Session, acting: Acting, now: Now) -> Day:
    """What needs the caller's attention today."""
    return await gather(session, acting, local_day(now))
