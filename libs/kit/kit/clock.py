"""The present moment, as the app tells it, so that rules about time are plain functions of `now`."""

from datetime import UTC, date, datetime
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import Depends, Request

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


def utc() -> datetime:
    """What `app.state.clock` is unless somebody sets another."""
    return datetime.now(UTC)


def local_day(now: datetime) -> date:
    """The day it is in Viet Nam, which is what a law's or an agreement's dates mean."""
    return now.astimezone(ZONE).date()


async def present(request: Request) -> datetime:
    now: datetime = request.app.state.clock()
    return now


Now = Annotated[datetime, Depends(present)]
