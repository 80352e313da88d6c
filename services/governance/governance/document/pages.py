from collections.abc import AsyncIterator
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID, uuid4

from fastapi import APIRouter, Query, Request
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from governance.document import enclosing, queries, service
from governance.document.api import MaybeUploads, Reader, Wanted, Writer
from governance.document.columns import EXPORTED, FOLLOW_UP, REGISTER, cells, recipient
from governance.document.errors import ClerksOnly
from governance.document.kind import KINDS
from governance.document.rights import demand
from governance.document.schemas import (
    DocumentCancel,
    DocumentCreate,
    DocumentFilter,
    DocumentRead,
    DocumentUpdate,
    TwinFilter,
)
from governance.document.tables import Document
from governance.organisation.standing import Standing
from governance.organisation.tables import Agency
from kit.agencies import agency_names
from kit.clock import Now, local_day
from kit.db import Session
from kit.files import Store
from kit.page import every
from kit.sheet import workbook_list
from kit.web import Submission, blank, csv_list, redirect, render, submitted, translator

router = APIRouter(prefix="/governance", tags=["document-page"], include_in_schema=False)
HOME = service.HOME
BOOKS = {"register": REGISTER, "follow-up": FOLLOW_UP}


@router.get("/documents")
async def show_list(request: Request, wanted: Wanted, session: Session, acting: Reader, now: Now) -> Response:
    return await _list(request, "register", wanted, session, acting, now)


@router.get("/documents/follow-up")
async def show_follow_up(request: Request, wanted: Wanted, session: Session, acting: Reader, now: Now) -> Response:
    return await _list(request, "follow-up", wanted, session, acting, now)


@router.get("/documents.csv")
async def export(request: Request, wanted: Wanted, acting: Reader, now: Now) -> Response:
    return await csv_list("documents.csv", *_table(request, EXPORTED, wanted, acting, now))


@router.get("/documents.xlsx")
async def export_sheet(request: Request, wanted: Wanted, acting: Reader, now: Now) -> Response:
    title = translator(request).t("document.title")
    return await workbook_list("documents.xlsx", title, *_table(request, EXPORTED, wanted, acting, now))


@router.get("/documents/follow-up.xlsx")
async def export_follow_up(request: Request, wanted: Wanted, acting: Reader, now: Now) -> Response:
    title = translator(request).t("document.follow_up")
    return await workbook_list("follow-up.xlsx", title, *_table(request, FOLLOW_UP, wanted, acting, now))


@router.get("/documents/{book}/print")
async def show_book(
    request: Request, book: str, wanted: Wanted, session: Session, acting: Reader, now: Now
) -> Response:
    """The register as it is bound; in the order of the numbers unless another is asked for."""
    names = BOOKS.get(book, REGISTER)
    ordered = wanted if "sort" in wanted.model_fields_set else wanted.model_copy(update={"sort": "number"})
    head, found = _table(request, names, ordered, acting, now)
    rows = [row async for row in found]
    agency = (await agency_names(session, Agency)).get(wanted.agency or min(acting.agencies, default=""), "")
    shown: dict[str, Any] = {"book": book, "names": names, "head": head, "rows": rows, "agency": agency}
    return render(request, "document/book.html", wanted=wanted, year=wanted.year or local_day(now).year, **shown)


@router.get("/documents/new")
async def show_new(request: Request, session: Session, acting: Writer, now: Now) -> Response:
    if not acting.kept:
        raise ClerksOnly
    given: dict[str, Any] = {"arrived_on": local_day(now).isoformat(), "urgency": "normal", "confidentiality": "open"}
    return await _form(request, session, acting, blank(request, key=uuid4(), **given), None)


@router.get("/documents/twins")
async def show_twins(
    request: Request, typed: Annotated[TwinFilter, Query()], session: Session, acting: Writer
) -> Response:
    """While the form is being filled in: whether this document is registered already."""
    agency = service.register_of(acting, typed.agency or min(acting.kept, default=""))
    twins = await queries.find_twins(session, agency, typed.sender, typed.notation, typed.dated or None)
    return render(request, "document/twins.html", block="twins", twins=twins)


@router.get("/documents/senders")
async def show_senders(
    request: Request, session: Session, acting: Writer, sender: Annotated[str, Query(max_length=1000)] = ""
) -> Response:
    found = await queries.suggest_senders(session, acting.kept, sender)
    return render(request, "document/senders.html", block="senders", senders=found)


@router.post("/documents")
async def register(
    request: Request, uploads: MaybeUploads, session: Session, files: Store, acting: Writer, now: Now
) -> Response:
    async def enter(data: DocumentCreate) -> service.Registered:
        kept = await enclosing.keep(session, files, acting, uploads)
        made = await service.register(session, acting, data, now)
        await enclosing.enclose(session, made.id, kept, again=not made.is_new)
        return made

    form = await submitted(request, DocumentCreate)
    made = await form.attempt(session, enter)
    if made is None:
        return await _form(request, session, acting, form, None)
    after = f"{HOME}/new" if form.values["next"] else f"{HOME}/{made.id}"
    if made.twins:
        return redirect(
            request,
            after,
            "document.registered_twin",
            "warning",
            number=str(made.number),
            twin=str(made.twins[0].number),
        )
    return redirect(request, after, "document.registered", number=str(made.number))


@router.get("/documents/{document_id:uuid}/edit")
async def show_edit(request: Request, document_id: UUID, session: Session, acting: Writer) -> Response:
    document = await queries.get_document(session, acting, document_id)
    demand(acting, document, "correct")
    shown = DocumentRead.model_validate(document)
    return await _form(request, session, acting, blank(request, shown), document)


@router.post("/documents/{document_id:uuid}")
async def correct(request: Request, document_id: UUID, session: Session, acting: Writer, now: Now) -> Response:
    form = await submitted(request, DocumentUpdate)
    saved = await form.attempt(session, lambda data: service.correct(session, acting, document_id, data, now))
    if saved is None:
        return await _form(request, session, acting, form, await queries.get_document(session, acting, document_id))
    return redirect(request, f"{HOME}/{document_id}", "document.corrected")


@router.get("/documents/{document_id:uuid}/cancel")
async def show_cancel(request: Request, document_id: UUID, session: Session, acting: Writer) -> Response:
    document = await queries.get_document(session, acting, document_id)
    demand(acting, document, "cancel")
    form = blank(request, version=document.version)
    return render(request, "document/cancel.html", document=document, form_data=form)


@router.post("/documents/{document_id:uuid}/cancel")
async def cancel(request: Request, document_id: UUID, session: Session, acting: Writer, now: Now) -> Response:
    form = await submitted(request, DocumentCancel)
    done = await form.attempt(session, lambda data: service.cancel(session, acting, document_id, data, now))
    if done is None:
        document = await queries.get_document(session, acting, document_id)
        return render(request, "document/cancel.html", status=form.status, document=document, form_data=form)
    return redirect(request, f"{HOME}/{document_id}", "document.cancelled", number=str(done.number))


async def _list(
    request: Request, book: str, wanted: DocumentFilter, session: AsyncSession, acting: Standing, now: datetime
) -> Response:
    today, names = local_day(now), await agency_names(session, Agency)
    page = await queries.list_documents(session, acting, wanted, today)
    units = await queries.list_units(session, acting)
    choices: dict[str, Any] = {
        "agencies": [(code, names.get(code, code)) for code in sorted(acting.agencies)],
        "unit_choices": [(unit.id, unit.name) for unit in units],
        "year_choices": [(year, str(year)) for year in await queries.list_years(session, acting)],
        "kind_choices": _kinds(request),
    }
    shown: dict[str, Any] = {
        "page": page,
        "wanted": wanted,
        "today": today,
        "book": book,
        "acting": acting,
        "recipient": recipient,
    }
    return render(request, f"document/{book}.html", block="rows", kinds=KINDS, **shown, **choices)


def _table(
    request: Request, names: tuple[str, ...], wanted: DocumentFilter, acting: Standing, now: datetime
) -> tuple[list[str], AsyncIterator[list[Any]]]:
    """The headings, and the rows of all that the filter finds."""
    reader, today = translator(request), local_day(now)
    found = every(request.app.state.database, lambda at, page: queries.list_documents(at, acting, page, today), wanted)
    rows = (cells(document, names, reader.t, reader.language) async for document in found)
    return [reader.t(f"document.column_{name}") for name in names], rows


async def _form(
    request: Request, session: AsyncSession, acting: Standing, form: Submission[Any], document: Document | None
) -> Response:
    names = await agency_names(session, Agency)
    kept = [(code, names.get(code, code)) for code in sorted(acting.kept)]
    return render(
        request,
        "document/form.html",
        status=form.status,
        form_data=form,
        document=document,
        kept=kept,
        kind_choices=_kinds(request),
    )


def _kinds(request: Request) -> list[tuple[str, str]]:
    language = translator(request).language
    return [(kind.key, kind.name(language)) for kind in KINDS.values()]
