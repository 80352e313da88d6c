from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, exists, false, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from governance.attachment.errors import AttachmentNotFound
from governance.attachment.queries import has_words
from governance.attachment.tables import Attachment
from governance.document.errors import DocumentNotFound
from governance.document.schemas import DocumentFilter
from governance.document.tables import Document, DocumentAttachment, DocumentPerson, DocumentStep, DocumentUnit
from governance.organisation.standing import HEADING, LEADING, Held, Standing
from governance.organisation.tables import Agency, Unit
from kit.page import Page, paged
from kit.text import fold

KEYS = {
    "number": Document.place,
    "arrived_on": Document.arrived_on,
    "sender": Document.sender_key,
    "subject": Document.subject_key,
    "due_on": Document.due_key,
}
OPEN = Document.state.not_in(["settled", "cancelled"])
WORDS, SUGGESTED = 8, 10
MOST_FILES = 20
"""Whose words are looked at for a suggestion."""
TWINS = (
    select(Document.id, Document.number, Document.year, Document.arrived_on, Document.subject)
    .where(Document.agency == bindparam("agency"), Document.state != "cancelled")
    .where(Document.sender_folded == bindparam("sender"), Document.notation_folded == bindparam("notation"))
    .where(Document.dated.is_not_distinct_from(bindparam("dated")))
    .order_by(Document.place)
    .limit(5)
)


async def get_document(session: AsyncSession, acting: Standing, document_id: UUID, *, lock: bool = False) -> Document:
    """NotFound too for who may not know of it. `lock`: to change it."""
    query = select(Document).where(Document.id == document_id, visible_to(acting))
    held = query.with_for_update(of=Document).execution_options(populate_existing=True)
    document = await session.scalar(held if lock else query)
    if document is None:
        raise DocumentNotFound
    return document


async def list_documents(
    session: AsyncSession, acting: Standing, wanted: DocumentFilter, today: date
) -> Page[Document]:
    return await paged(session, _matching(acting, wanted, today), wanted, KEYS, Document.id)


async def search_documents(session: AsyncSession, acting: Standing, q: str, limit: int) -> Sequence[Document]:
    """The newest ones that have all words of `q`."""
    query = select(Document).where(visible_to(acting), *_saying(q)).order_by(Document.arrived_on.desc(), Document.id)
    return (await session.scalars(query.limit(limit))).all() if q.strip() else []


async def list_steps(session: AsyncSession, document: Document) -> Sequence[DocumentStep]:
    """Newest first."""
    steps = select(DocumentStep).where(DocumentStep.document_id == document.id)
    return (await session.scalars(steps.order_by(DocumentStep.at.desc(), DocumentStep.id.desc()))).all()


async def list_files(session: AsyncSession, document: Document) -> Sequence[Attachment]:
    """In the order they came."""
    linked = select(Attachment).join(DocumentAttachment).where(DocumentAttachment.document_id == document.id)
    return (await session.scalars(linked.order_by(Attachment.created_at, Attachment.id))).all()


async def find_words(session: AsyncSession, document: Document, letters: int) -> tuple[str, bool]:
    """The beginning of the first file that could be read, and whether one is still being read."""
    files = select(Attachment.state, func.left(Attachment.text, letters).label("words")).join(DocumentAttachment)
    files = files.where(DocumentAttachment.document_id == document.id)
    rows = (await session.execute(files.order_by(Attachment.created_at, Attachment.id).limit(MOST_FILES))).all()
    return next((row.words for row in rows if row.words), ""), any(row.state == "waiting" for row in rows)


async def get_file(
    session: AsyncSession, acting: Standing, document_id: UUID, attachment_id: UUID
) -> tuple[Document, Attachment]:
    """Who may see the document may see its files."""
    document = await get_document(session, acting, document_id)
    link = await session.get(DocumentAttachment, (document.id, attachment_id))
    if link is None:
        raise AttachmentNotFound
    return document, link.attachment


async def list_units(session: AsyncSession, acting: Standing) -> Sequence[Unit]:
    """Of the reader's agencies, past ones too, to filter by."""
    units = select(Unit).where(Unit.agency.in_(acting.agencies))
    return (await session.scalars(units.order_by(Unit.agency, Unit.sort_key))).all()


async def list_years(session: AsyncSession, acting: Standing) -> Sequence[int]:
    """Of the registers of the reader's agencies, newest first."""
    years = select(Document.year).where(Document.agency.in_(acting.agencies)).distinct()
    return (await session.scalars(years.order_by(Document.year.desc()))).all()


async def find_twins(
    session: AsyncSession, agency: str, sender: str, notation: str, dated: date | None
) -> Sequence[Row[UUID, int, int, date, str]]:
    """Documents of the register with this sender, notation and date; none when it has no notation."""
    if not (notation and sender):
        return []
    asked = {"agency": agency, "sender": fold(sender), "notation": fold(notation), "dated": dated}
    return (await session.execute(TWINS, asked)).all()


async def suggest_senders(session: AsyncSession, agencies: frozenset[str], q: str) -> Sequence[str]:
    """Who wrote before, the most frequent first, then the province's agencies of that name."""
    part = fold(q)
    earlier = select(Document.sender).where(Document.agency.in_(agencies)).group_by(Document.sender)
    earlier = earlier.where(Document.sender_folded.contains(part, autoescape=True)).order_by(func.count().desc())
    known = select(Agency.name).where(Agency.name_folded.contains(part, autoescape=True)).order_by(Agency.sort_key)
    found = [*await session.scalars(earlier.limit(SUGGESTED)), *await session.scalars(known.limit(SUGGESTED))]
    return list(dict.fromkeys(found))[:SUGGESTED]


def visible_to(acting: Standing) -> ColumnElement[bool]:
    """Clerks and leaders see the register, units and people what was given to them; a confidential document only
    those through whose hands it goes."""
    return or_(false(), *(_seen_from(held, held.of or acting.person_id) for held in acting.held))


def waiting_for(acting: Standing) -> ColumnElement[bool]:
    """Of what is visible: the next step is the reader's."""
    return or_(false(), *(_due_from(held, held.of or acting.person_id) for held in acting.held))


def overdue(today: date) -> ColumnElement[bool]:
    return and_(Document.due_key < today, OPEN)


def _seen_from(held: Held, who: UUID) -> ColumnElement[bool]:
    is_open = Document.confidentiality == "open"
    ways: list[ColumnElement[bool]] = [_given_to(who)]
    if held.kind == "clerk":
        ways.append(is_open | (Document.registered_by == who))
    if held.kind in LEADING:
        ways.append(is_open | (Document.leader_id == who))
    if held.unit_id:
        in_unit = _with_unit(held.unit_id)
        ways.append(in_unit if held.kind in HEADING else in_unit & is_open)
    return and_(Document.agency == held.agency, or_(*ways))


def _due_from(held: Held, who: UUID) -> ColumnElement[bool]:
    ways: list[ColumnElement[bool]] = [(Document.state == "working") & _given_to(who, "main")]
    if held.kind == "clerk":
        ways.append(Document.state == "registered")
    if held.kind in LEADING:
        ways.append((Document.state == "submitted") & (Document.leader_id == who))
    if held.kind in HEADING and held.unit_id:
        ways.append((Document.state == "assigned") & _with_unit(held.unit_id, "lead"))
    return and_(Document.agency == held.agency, or_(*ways))


def _with_unit(unit_id: UUID, part: str = "") -> ColumnElement[bool]:
    of = [DocumentUnit.document_id == Document.id, DocumentUnit.unit_id == unit_id]
    return exists().where(*of, *([DocumentUnit.part == part] if part else []))


def _given_to(who: UUID, part: str = "") -> ColumnElement[bool]:
    of = [DocumentPerson.document_id == Document.id, DocumentPerson.person_id == who]
    return exists().where(*of, *([DocumentPerson.part == part] if part else []))


def _matching(acting: Standing, wanted: DocumentFilter, today: date) -> Select[Document]:
    query = select(Document).where(visible_to(acting), *_saying(wanted.q))
    for name in ("agency", "year", "kind", "urgency"):
        if value := getattr(wanted, name):
            query = query.where(getattr(Document, name) == value)
    if wanted.state:
        query = query.where(OPEN if wanted.state == "open" else Document.state == wanted.state)
    if wanted.due_from:
        query = query.where(Document.due_key >= wanted.due_from, Document.due_key < date.max)
    if wanted.due_to:
        query = query.where(Document.due_key <= wanted.due_to)
    if wanted.unit:
        query = query.where(_with_unit(wanted.unit))
    if wanted.overdue:
        query = query.where(overdue(today))
    return query.where(waiting_for(acting)) if wanted.waiting else query


def _saying(q: str) -> list[ColumnElement[bool]]:
    """All words, in the register or in one of the files; more than a few only slow it down."""
    words = [Document.folded.contains(word, autoescape=True) for word in fold(q).split()[:WORDS]]
    if not words:
        return []
    files = select(DocumentAttachment.document_id).join(Attachment).where(has_words(q))
    return [or_(and_(*words), Document.id.in_(files))]
