from typing import Annotated

from fastapi import APIRouter, Query

from kit.db import Session
from kit.page import Page
from meetings.archive import queries
from meetings.archive.schemas import ArchiveFilter
from meetings.meeting.api import Reader
from meetings.meeting.schemas import MeetingRead

router = APIRouter(prefix="/meetings/api/v1/archive", tags=["archive"])


@router.get("")
async def search_archive(
    wanted: Annotated[ArchiveFilter, Query()], session: Session, caller: Reader
) -> Page[MeetingRead]:
    return Page[MeetingRead].model_validate(await queries.search_meetings(session, caller, wanted))
