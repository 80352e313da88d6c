"""The steps of a slip. Each: may the reader do it now, is the form still fresh, change, record, tell."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import flag_modified

from governance.document import rights
from governance.document.queries import get_document
from governance.document.service import HOME, NEVER, facts, record
from governance.document.tables import Document, DocumentPerson, DocumentStep, DocumentUnit
from governance.notification.service import notify
from governance.organisation.standing import Standing
from governance.organisation.tables import Unit
from governance.slip import queries
from governance.slip.deadline import usual, within
from governance.slip.errors import NotOfAgency
from governance.slip.schemas import Assign, GiveBack, Given, Hand, Report, Settle, Submit, Support
from governance.slip.unit import unit_of
from kit.clock import local_day
from kit.contracts.governance import DocumentAssigned, DocumentSettled
from kit.editing import expect
from kit.outbox import emit


class Step:
    """One action of one person on one locked document."""

    def __init__(self, session: AsyncSession, acting: Standing, document: Document, action: str, now: datetime) -> None:
        self.session, self.acting, self.document, self.action, self.now = session, acting, document, action, now
        self.right, self.stead = rights.demand(acting, document, action)
        self.before = document.state

    @property
    def today(self) -> date:
        return local_day(self.now)

    async def done(self, note: str = "", *, to: str | None = None, **details: Any) -> Document:
        document = self.document
        document.state = to or self.right.to or document.state
        flag_modified(document, "state")  # whatever changed around it, it is another version
        record(
            self.session,
            self.acting,
            document,
            self.action,
            self.now,
            before=self.before,
            stead=self.stead,
            note=note,
            **details,
        )
        await self.session.flush()
        await self._emit()
        return document

    async def tell(self, people: set[UUID], kind: str, *, mail: bool = False, **more: str) -> None:
        """Not whoever did it."""
        document, others = self.document, people - {self.acting.person_id}
        secret = document.confidentiality != "open"
        await notify(
            self.session,
            others,
            kind,
            f"{HOME}/{document.id}",
            mail=mail or document.urgency != "normal",
            number=str(document.number),
            subject="" if secret else document.subject,
            **more,
        )

    async def _emit(self) -> None:
        document = self.document
        if document.state == "settled":
            settled = DocumentSettled(**facts(document))
            await emit(self.session, settled, version=document.version, correlation_id=document.correlation_id)
        elif self.action != "report":
            lead = next((given.unit_id for given in document.units if given.part == "lead"), None)
            co_units = tuple(given.unit_id for given in document.units if given.part == "co")
            event = DocumentAssigned(**facts(document), lead_unit=lead, co_units=co_units)
            await emit(self.session, event, version=document.version, correlation_id=document.correlation_id)


async def begin(
    session: AsyncSession, acting: Standing, document_id: UUID, action: str, version: int, now: datetime
) -> Step:
    document = await get_document(session, acting, document_id, lock=True)
    step = Step(session, acting, document, action, now)
    expect(document, version, {"state": ""})
    return step


async def submit(session: AsyncSession, acting: Standing, document_id: UUID, data: Submit, now: datetime) -> Document:
    step = await begin(session, acting, document_id, "submit", data.version, now)
    leaders = await queries.leaders_of(session, step.document.agency, step.today)
    leader = next((one for one in leaders if one.id == data.leader_id), None)
    if leader is None:
        raise NotOfAgency("leader_id")
    step.document.leader_id = leader.id
    await step.done(data.note, leader=leader.name)
    told = await queries.with_stand_ins(session, step.document.agency, [leader.id], step.today)
    await step.tell(told, "document_submitted")
    return step.document


async def assign(session: AsyncSession, acting: Standing, document_id: UUID, data: Assign, now: datetime) -> Document:
    """Anew it replaces the units, and whom they had set to it."""
    step = await begin(session, acting, document_id, "assign", data.version, now)
    document = step.document
    due_on = data.lead_due_on or await usual(session, document, step.today)
    within("lead_due_on", due_on, document.arrived_on, document.due_on, "document")
    given = [Given(id=data.lead_unit, due_on=due_on), *data.others]
    for one in data.others:
        within("others", one.due_on, document.arrived_on, due_on, "lead")
    units = await _units(step, given)
    document.units, document.people = [], []
    await session.flush()
    document.units = [
        DocumentUnit(unit=units[one.id], unit_id=one.id, part="co" if place else "lead", due_on=one.due_on or due_on)
        for place, one in enumerate(given)
    ]
    document.opinion, document.assigned_on = data.opinion, step.today
    document.leader_id = document.leader_id or step.stead or acting.person_id
    document.due_key = document.deadline or NEVER
    parts = [_part(one.part, one.unit.name, one.due_on) for one in document.units]
    await step.done(data.opinion, parts=parts)
    await step.tell(await queries.heads_of(session, units, step.today), "document_assigned", mail=True)
    return document


async def hand(session: AsyncSession, acting: Standing, document_id: UUID, data: Hand, now: datetime) -> Document:
    """Of the leading unit one person answers for it; those whom other units set to it stay."""
    step = await begin(session, acting, document_id, "hand", data.version, now)
    document, lead = step.document, unit_of(acting, step.document, "hand")
    due_on = data.main_due_on or lead.due_on
    within("main_due_on", due_on, document.arrived_on, lead.due_on, "lead")
    given = [Given(id=data.main, due_on=due_on), *data.others]
    for one in data.others:
        within("others", one.due_on, document.arrived_on, due_on, "main")
    await _set_people(step, lead.unit_id, given, due_on, main=True)
    await step.done(data.note, parts=_people_parts(document, lead.unit_id))
    await _tell_people(step, {one.id for one in given})
    return document


async def support(session: AsyncSession, acting: Standing, document_id: UUID, data: Support, now: datetime) -> Document:
    step = await begin(session, acting, document_id, "support", data.version, now)
    document = step.document
    own = unit_of(acting, document, "support", data.unit_id)
    for one in data.others:
        within("others", one.due_on, document.arrived_on, own.due_on, "unit")
    await _set_people(step, own.unit_id, data.others, own.due_on)
    await step.done(data.note, parts=_people_parts(document, own.unit_id))
    await _tell_people(step, {one.id for one in data.others})
    return document


async def report(session: AsyncSession, acting: Standing, document_id: UUID, data: Report, now: datetime) -> Document:
    step = await begin(session, acting, document_id, "report", data.version, now)
    step.document.progress = data.progress
    return await step.done(data.progress)


async def settle(session: AsyncSession, acting: Standing, document_id: UUID, data: Settle, now: datetime) -> Document:
    step = await begin(session, acting, document_id, "settle", data.version, now)
    document = step.document
    document.result, document.reply_notation, document.settled_on = data.result, data.reply_notation, step.today
    await step.done(data.result, reply=data.reply_notation)
    told = await queries.heads_of(session, [given.unit_id for given in document.units], step.today)
    told |= {document.leader_id} if document.leader_id else set()
    await step.tell(told, "document_settled")
    return document


async def give_back(
    session: AsyncSession, acting: Standing, document_id: UUID, data: GiveBack, now: datetime
) -> Document:
    """To the step before: who gave it decides anew. Whom units that take part had set to it stay."""
    step = await begin(session, acting, document_id, "return", data.version, now)
    document, to = step.document, step.right.to
    had: set[UUID] = set()
    if to == rights.BEFORE:
        to, document.settled_on = await _state_before(session, document), None
    elif to == "assigned":
        had = _take_from(document, _lead(document).unit_id)
    elif to == "submitted":
        had = {one.person_id for one in document.people}
        had |= await queries.heads_of(session, [given.unit_id for given in document.units], step.today)
        document.units, document.people = [], []
        document.due_key = document.deadline or NEVER
    await step.done(data.reason, to=to)
    await step.tell(had | await _back_with(step), "document_returned", mail=True)
    return document


async def decline(
    session: AsyncSession, acting: Standing, document_id: UUID, data: GiveBack, now: datetime
) -> Document:
    """A unit that was to take part does not; the others go on, and who gave it may ask another."""
    step = await begin(session, acting, document_id, "decline", data.version, now)
    document, own = step.document, unit_of(acting, step.document, "decline", data.unit_id)
    name, had = own.unit.name, _take_from(document, own.unit_id)
    document.units = [given for given in document.units if given is not own]
    await step.done(data.reason, parts=[_part("co", name, None)])
    leader = [document.leader_id] if document.leader_id else []
    told = had | await queries.with_stand_ins(session, document.agency, leader, step.today)
    told |= await queries.heads_of(session, [_lead(document).unit_id], step.today)
    await step.tell(told, "document_declined", mail=True, unit=name)
    return document


def _take_from(document: Document, unit_id: UUID) -> set[UUID]:
    """From the people of this unit; who they were."""
    had = {one.person_id for one in document.people if one.unit_id == unit_id}
    document.people = [one for one in document.people if one.unit_id != unit_id]
    return had


async def _back_with(step: Step) -> set[UUID]:
    """Who has it again."""
    document, session = step.document, step.session
    if document.state == "registered":
        return await queries.clerks_of(session, document.agency, step.today)
    if document.state == "submitted":
        leader = [document.leader_id] if document.leader_id else []
        return await queries.with_stand_ins(session, document.agency, leader, step.today)
    if document.state == "working":
        return {one.person_id for one in document.people if one.part == "main"}
    return await queries.heads_of(session, [_lead(document).unit_id], step.today)


async def _state_before(session: AsyncSession, document: Document) -> str:
    settled = select(DocumentStep.state_before).where(
        DocumentStep.document_id == document.id, DocumentStep.action == "settle"
    )
    return str(await session.scalar(settled.order_by(DocumentStep.at.desc()).limit(1)))


async def _units(step: Step, given: list[Given]) -> dict[UUID, Unit]:
    known = {unit.id: unit for unit in await queries.units_of(step.session, step.document.agency, step.today)}
    for place, one in enumerate(given):
        if one.id not in known or one.id in {other.id for other in given[:place]}:
            raise NotOfAgency("others" if place else "lead_unit")
    return {one.id: known[one.id] for one in given}


async def _set_people(
    step: Step, unit_id: UUID, given: list[Given], due_on: date | None, *, main: bool = False
) -> None:
    """In place of those the unit had set to it; `due_on` where somebody has no day of the own."""
    document = step.document
    known = {person.id: person for person in await queries.people_of(step.session, [unit_id], step.today)}
    kept = [one for one in document.people if one.unit_id != unit_id]
    taken = {one.person_id for one in kept}
    for place, one in enumerate(given):
        if one.id not in known or one.id in taken | {other.id for other in given[:place]}:
            raise NotOfAgency("main" if main and place == 0 else "others")
    document.people = kept
    await step.session.flush()
    document.people = kept + [
        DocumentPerson(
            person=known[one.id],
            person_id=one.id,
            unit_id=unit_id,
            part="main" if main and place == 0 else "supporting",
            due_on=one.due_on or due_on,
        )
        for place, one in enumerate(given)
    ]


async def _tell_people(step: Step, people: set[UUID]) -> None:
    told = await queries.with_stand_ins(step.session, step.document.agency, people, step.today)
    await step.tell(told, "document_handed", mail=True)


def _lead(document: Document) -> DocumentUnit:
    return next(given for given in document.units if given.part == "lead")


def _people_parts(document: Document, unit_id: UUID) -> list[dict[str, str]]:
    return [_part(one.part, one.person.name, one.due_on) for one in document.people if one.unit_id == unit_id]


def _part(part: str, name: str, due_on: date | None) -> dict[str, str]:
    return {"part": part, "name": name, "due_on": due_on.isoformat() if due_on else ""}
