from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic_core import to_jsonable_python
from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from governance.document import queries
from governance.document.errors import ClerksOnly, RegisterNotFound, RegisterUnclear, WrongDay
from governance.document.kind import KINDS
from governance.document.numbering import write
from governance.document.rights import demand
from governance.document.schemas import DocumentCancel, DocumentCreate, DocumentUpdate, Twin
from governance.document.tables import Document, DocumentStep, DocumentSubmission
from governance.organisation.standing import Standing
from kit.clock import local_day
from kit.context import correlation_id
from kit.contracts.governance import DocumentCancelled, DocumentChanged, DocumentRegistered
from kit.editing import edit, expect
from kit.events import new_id
from kit.outbox import emit
from kit.text import fold, sort_key

HOME = "/governance/documents"
LATE_DAYS = 366
"""How long after its arrival a document may still be registered."""
NEVER = date.max


@dataclass(frozen=True)
class Registered:
    id: UUID
    agency: str
    year: int
    number: int
    version: int = 1
    twins: list[Twin] = field(default_factory=list)
    is_new: bool = True
    """False when its form was sent before."""


async def register(session: AsyncSession, acting: Standing, data: DocumentCreate, now: datetime) -> Registered:
    """Gives it the next number. Everything that can wait or fail comes before the number is taken."""
    agency = register_of(acting, data.agency)
    _refuse_odd_arrival(data.arrived_on, local_day(now))
    if data.key and not await _claim(session, acting, data.key):
        return await _registered_before(session, acting, data.key)
    twins = await queries.find_twins(session, agency, data.sender, data.notation, data.dated)
    document_id = new_id()
    story = correlation_id.get() or str(document_id)
    more = {"id": document_id, "correlation_id": story, "registered_by": acting.person_id, "registered_at": now}
    year = data.arrived_on.year
    number = await write(session, agency, year, {**_values(data), **more})
    told = DocumentRegistered(**_facts(document_id, agency, number, data))
    await emit(session, told, version=1, correlation_id=story)
    return Registered(document_id, agency, year, number, twins=[Twin.model_validate(twin) for twin in twins])


async def correct(
    session: AsyncSession, acting: Standing, document_id: UUID, data: DocumentUpdate, now: datetime
) -> Document:
    """What was wrong stays in the history. The number and its year are for ever."""
    document = await queries.get_document(session, acting, document_id, lock=True)
    _, stead = demand(acting, document, "correct")
    if data.arrived_on != document.arrived_on:
        _refuse_odd_arrival(data.arrived_on, local_day(now))
    if data.arrived_on.year != document.year:
        raise WrongDay("arrived_on", "other_year", year=str(document.year))
    before = {name: getattr(document, name) for name in DocumentUpdate.model_fields if hasattr(document, name)}
    changed = edit(document, data, leave=["reason"])
    for name, value in searchable(data).items():
        setattr(document, name, value)
    document.due_key = document.deadline or NEVER
    if changed:
        details = {name: [before[name], getattr(document, name)] for name in changed}
        record(session, acting, document, "correct", now, stead=stead, note=data.reason, changes=details)
        await session.flush()
        await tell_changed(session, document)
    return document


async def tell_changed(session: AsyncSession, document: Document) -> None:
    """Its words, or those of its files, are others."""
    changed = DocumentChanged(**facts(document))
    await emit(session, changed, version=document.version, correlation_id=document.correlation_id)


async def cancel(
    session: AsyncSession, acting: Standing, document_id: UUID, data: DocumentCancel, now: datetime
) -> Document:
    """Its row and number stay in the register, struck out."""
    document = await queries.get_document(session, acting, document_id, lock=True)
    right, stead = demand(acting, document, "cancel")
    expect(document, data.version)
    before, document.state = document.state, right.to or document.state
    document.cancelled_reason = data.reason
    record(session, acting, document, "cancel", now, before=before, stead=stead, note=data.reason)
    await session.flush()
    told = DocumentCancelled(**facts(document))
    await emit(session, told, version=document.version, correlation_id=document.correlation_id)
    return document


def register_of(acting: Standing, agency: str) -> str:
    """The agency whose register the caller keeps and means."""
    if agency and agency not in acting.agencies:
        raise RegisterNotFound
    if not acting.kept or (agency and agency not in acting.kept):
        raise ClerksOnly
    if not agency and len(acting.kept) > 1:
        raise RegisterUnclear
    return agency or next(iter(acting.kept))


def record(
    session: AsyncSession,
    acting: Standing,
    document: Document,
    action: str,
    now: datetime,
    *,
    before: str = "",
    stead: UUID | None = None,
    note: str = "",
    **details: Any,
) -> None:
    """`before` is the state it was in, where that has changed."""
    step = DocumentStep(
        document_id=document.id,
        action=action,
        state_before=before or document.state,
        state_after=document.state,
        person_id=acting.person_id,
        for_person_id=stead,
        at=now,
        note=note,
        details=to_jsonable_python(details),
    )
    session.add(step)


def facts(document: Document) -> dict[str, object]:
    """What every event about a document tells."""
    return _facts(document.id, document.agency, document.number, document)


def searchable(data: Any) -> dict[str, object]:
    """What is stored beside the facts, to look and list by."""
    return {
        "sender_folded": fold(data.sender),
        "sender_key": sort_key(data.sender),
        "notation_folded": fold(data.notation),
        "subject_key": sort_key(data.subject),
        "folded": fold(f"{data.subject} {data.notation} {data.sender}"),
        "due_key": data.due_on or NEVER,
    }


async def forget_submissions(session: AsyncSession, now: datetime) -> None:
    """Nobody sends a form again after a month."""
    old = DocumentSubmission.at < now.astimezone(UTC) - timedelta(days=30)
    await session.execute(delete(DocumentSubmission).where(old))


async def _claim(session: AsyncSession, acting: Standing, key: str) -> bool:
    """False when this form was sent before; while it is being worked on, this waits for the outcome."""
    claim = insert(DocumentSubmission).values(person_id=acting.person_id, key=key).on_conflict_do_nothing()
    return await session.scalar(claim.returning(DocumentSubmission.key)) is not None


async def _registered_before(session: AsyncSession, acting: Standing, key: str) -> Registered:
    mine = Document.registered_by == acting.person_id, Document.submission_key == key
    columns = Document.id, Document.agency, Document.year, Document.number, Document.version
    return Registered(*(await session.execute(select(*columns).where(*mine))).one(), is_new=False)


def _values(data: DocumentCreate) -> dict[str, Any]:
    written = data.model_dump(exclude={"agency", "key"})
    return {**written, **searchable(data), "state": "registered", "submission_key": data.key or None}


def _facts(document_id: UUID, agency: str, number: int, of: Document | DocumentCreate) -> dict[str, object]:
    return {
        "document_id": document_id,
        "agency": agency,
        "year": of.arrived_on.year,
        "number": number,
        "kind": KINDS[of.kind].abbreviation,
        "urgency": of.urgency,
        "arrived_on": of.arrived_on,
        "due_on": of.due_on,
        "path": f"{HOME}/{document_id}",
    }


def _refuse_odd_arrival(day: date, today: date) -> None:
    if day > today:
        raise WrongDay("arrived_on", "arrives_later")
    if day < today - timedelta(days=LATE_DAYS):
        raise WrongDay("arrived_on", "arrived_long_ago", days=LATE_DAYS)
