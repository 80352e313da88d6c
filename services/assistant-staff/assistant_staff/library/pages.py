"""The pages of the legal library."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import Response

from assistant_staff.library import queries, reading, service
from assistant_staff.library.api import MOST, Reader, Uploads, Wanted, Writer
from assistant_staff.library.reading import Found
from assistant_staff.library.schemas import LawFilter, LawImport, LawRead, LawUpdate
from assistant_staff.library.showing import shown
from assistant_staff.library.tables import Law
from assistant_staff.library.validity import standing_of
from kit.clock import Now, local_day
from kit.db import Session
from kit.page import every
from kit.web import Submission, blank, csv_list, redirect, render, submitted, translator

router = APIRouter(prefix="/assistant-staff", tags=["library-page"], include_in_schema=False)
HOME = "/assistant-staff/laws"
EXPORTED = ("name", "number", "issuer", "effective_from", "effective_to", "articles")


@router.get("/laws")
async def show_list(request: Request, wanted: Wanted, session: Session, _: Reader, now: Now) -> Response:
    page = await queries.list_laws(session, wanted, local_day(now))
    return _render(request, "list", now, block="rows", page=page, as_of=wanted.as_of or local_day(now))


@router.get("/laws.csv")
async def export(request: Request, wanted: Annotated[LawFilter, Query()], _: Reader, now: Now) -> Response:
    t, day = translator(request).t, local_day(now)
    found = every(request.app.state.database, lambda session, page: queries.list_laws(session, page, day), wanted)
    rows = ([str(getattr(law, name) or "") for name in EXPORTED] async for law in found)
    return await csv_list("laws.csv", [t(f"library.{name}") for name in EXPORTED], rows)


@router.get("/laws/import")
async def show_import(request: Request, _: Writer, now: Now) -> Response:
    return _import(request, now, blank(request))


@router.post("/laws/import")
async def take_in(request: Request, uploads: Uploads, session: Session, _: Writer, now: Now) -> Response:
    form = await submitted(request, LawImport)
    report = await form.attempt(session, lambda facts: _taken(session, uploads, facts, now))
    return _import(request, now, form, report=report)


@router.get("/laws/{law_id:uuid}")
async def show_law(request: Request, law_id: UUID, session: Session, _: Reader, now: Now) -> Response:
    law = await queries.get_law(session, law_id)
    articles = await queries.articles_of(session, law_id)
    return _render(request, "law", now, law=law, articles=articles, successor=await _successor(session, law))


@router.get("/laws/{law_id:uuid}/articles")
async def show_articles(request: Request, law_id: UUID, _: Reader) -> Response:
    """Where an address leads whose end was cut off: the law lists them."""
    return redirect(request, f"{HOME}/{law_id}")


@router.get("/laws/{law_id:uuid}/articles/{number}")
async def show_article(request: Request, law_id: UUID, number: str, session: Session, _: Reader, now: Now) -> Response:
    article, law = await queries.get_article(session, law_id, number)
    lines = shown(article.text)
    return _render(
        request, "article", now, law=law, article=article, lines=lines, successor=await _successor(session, law)
    )


@router.get("/laws/{law_id:uuid}/edit")
async def show_edit(request: Request, law_id: UUID, session: Session, _: Writer, now: Now) -> Response:
    law = await queries.get_law(session, law_id)
    return await _edit(request, session, now, law, blank(request, LawRead.model_validate(law)))


@router.post("/laws/{law_id:uuid}")
async def change(request: Request, law_id: UUID, session: Session, _: Writer, now: Now) -> Response:
    form = await submitted(request, LawUpdate)
    if await form.attempt(session, lambda data: service.change(session, law_id, data, now)):
        return redirect(request, f"{HOME}/{law_id}", "library.saved")
    return await _edit(request, session, now, await queries.get_law(session, law_id), form)


@router.post("/laws/{law_id:uuid}/remove")
async def remove(
    request: Request, law_id: UUID, session: Session, _: Writer, version: Annotated[int, Form()]
) -> Response:
    await service.remove(session, law_id, version)
    return redirect(request, HOME, "library.removed")


async def _taken(session: Session, uploads: Uploads, facts: LawImport, now: Now) -> Any:
    found = Found()
    for upload in uploads:
        one = await reading.read(upload.arrived, facts.name)
        found.laws |= one.laws
        found.problems += one.problems
    return await service.take_in(session, found, facts, now)


def _import(request: Request, now: Now, form: Submission[Any], **more: Any) -> Response:
    more = {"report": None, **more}
    return _render(request, "import", now, status=form.status, form_data=form, most=MOST, kinds=reading.KINDS, **more)


async def _edit(request: Request, session: Session, now: Now, law: Law, form: Submission[Any]) -> Response:
    others = [(one.id, f"{one.name} {one.number}".strip()) for one in await queries.law_choices(session)]
    others = [one for one in others if one[0] != law.id]
    return _render(request, "form", now, status=form.status, form_data=form, law=law, others=others)


async def _successor(session: Session, law: Law) -> str:
    return (await queries.names_of(session, [law.replaced_by])).get(law.replaced_by, "") if law.replaced_by else ""


def _render(request: Request, name: str, now: Now, **shown_: Any) -> Response:
    shown_ = {"as_of": local_day(now), "standing_of": standing_of, **shown_}
    return render(request, f"library/{name}.html", **shown_)
