from typing import Annotated

from fastapi import APIRouter, Request
from sqlalchemy import select

from kit.auth import Caller, requires
from kit.clock import Now
from kit.db import Session
from lgsp_gateway.national import service
from lgsp_gateway.national.schemas import PlatformConnect, PlatformRead
from lgsp_gateway.national.tables import NationalPlatform

router = APIRouter(prefix="/lgsp-gateway/api/v1/national-platforms", tags=["national-platform"])
Keeper = Annotated[Caller, requires("keys:write")]


@router.get("")
async def list_platforms(session: Session, _: Keeper) -> list[PlatformRead]:
    found = await session.scalars(select(NationalPlatform).order_by(NationalPlatform.base_url))
    return [PlatformRead.model_validate(platform) for platform in found]


@router.put("")
async def connect(request: Request, data: PlatformConnect, session: Session, caller: Keeper, now: Now) -> PlatformRead:
    """A second platform at the same base_url replaces the first."""
    secret_key = request.app.state.settings.secret_key
    return PlatformRead.model_validate(await service.connect(session, caller, secret_key, data, now))
