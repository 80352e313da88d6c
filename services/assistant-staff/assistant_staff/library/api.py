"""The legal library, for programs."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from assistant_staff.library import queries, reading, service
from assistant_staff.library.schemas import (
    ArticleRead,
    ImportReport,
    LawFilter,
    LawImport,
    LawRead,
    LawUpdate,
)
from kit.auth import Caller, requires
from kit.clock import Now, local_day
from kit.db import Session
from kit.files import MIB
from kit.page import Page
from kit.web.upload import Upload, uploaded

MOST = 64 * MIB
router = APIRouter(prefix="/assistant-staff/api/v1/laws", tags=["library"])
Reader = Annotated[Caller, requires("assistant:use")]
Writer = Annotated[Caller, requires("library:write")]
Uploads = Annotated[list[Upload], uploaded("library:write", most=MOST)]
Wanted = Annotated[LawFilter, Query()]


@router.get("")
async def list_laws(wanted: Wanted, session: Session, _: Reader, now: Now) -> Page[LawRead]:
    return Page[LawRead].model_validate(await queries.list_laws(session, wanted, local_day(now)))


@router.post("/imports", status_code=201)
async def take_in(
    uploads: Uploads, facts: Annotated[LawImport, Query()], session: Session, _: Writer, now: Now
) -> ImportReport:
    """The body is the file; of one law, what is known of it are parameters."""
    found = await reading.read(uploads[0].arrived, facts.name)
    return await service.take_in(session, found, facts, now)


@router.get("/{law_id}")
async def get_law(law_id: UUID, session: Session, _: Reader) -> LawRead:
    return LawRead.model_validate(await queries.get_law(session, law_id))


@router.put("/{law_id}")
async def change(law_id: UUID, data: LawUpdate, session: Session, _: Writer, now: Now) -> LawRead:
    return LawRead.model_validate(await service.change(session, law_id, data, now))


@router.delete("/{law_id}", status_code=204)
async def remove(law_id: UUID, version: int, session: Session, _: Writer) -> None:
    await service.remove(session, law_id, version)


@router.get("/{law_id}/articles")
async def list_articles(law_id: UUID, session: Session, _: Reader) -> list[ArticleRead]:
    await queries.get_law(session, law_id)
    return [ArticleRead.model_validate(one) for one in await queries.articles_of(session, law_id)]


@router.get("/{law_id}/articles/{number}")
async def get_article(law_id: UUID, number: str, session: Session, _: Reader) -> ArticleRead:
    return ArticleRead.model_validate((await queries.get_article(session, law_id, number)).article)
