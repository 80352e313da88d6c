"""A state in plain words: what it means, by when, what is asked of the citizen, what comes next, and where to go."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from assistant_citizen.answer.sentence import Sentence
from assistant_citizen.dossier.schemas import Given, OfficeRead, SentenceRead, StateRead
from assistant_citizen.office.queries import offices_for
from assistant_citizen.office.tables import Office
from assistant_citizen.procedure.tables import Procedure
from kit.clock import local_day
from kit.web import Translator

PAGE, PROCEDURES, OFFICES = (
    "/assistant-citizen/dossiers",
    "/assistant-citizen/procedures/",
    "/assistant-citizen/offices/",
)
RUNNING = (2, 4)
SUPPLEMENT, PAYMENT = 5, 6


@dataclass(frozen=True, slots=True)
class Told:
    """`procedure`: its code, where it is one of those known here."""

    given: Given
    lead: str
    sentences: list[Sentence]
    office: Office | None
    overdue: bool


async def tell(session: AsyncSession, given: Given, t: Translator, now: datetime) -> Told:
    known = await session.scalar(select(Procedure.code).where(Procedure.code == given.procedure, ~Procedure.withdrawn))
    office = await session.scalar(select(Office).where(Office.name == given.unit).limit(1))
    if office is None:
        office = next(iter(await offices_for(session, "", "")), None)
    overdue = given.state in RUNNING and given.due_at is not None and given.due_at < now
    said = [Sentence(text, PAGE, t.t("dossier.source")) for text in _facts(given, t, now)]
    said += _linked(given, t, known, office)
    return Told(
        given, t.t("dossier.lead", name=given.name, state=t.t(f"dossier.state.{given.state}")), said, office, overdue
    )


def read_of(told: Told, t: Translator) -> StateRead:
    given = told.given
    return StateRead(
        state=given.state,
        name=t.t(f"dossier.state.{given.state}"),
        procedure_code=given.procedure,
        procedure=given.name,
        unit=given.unit,
        received_at=given.received_at,
        due_at=given.due_at,
        overdue=told.overdue,
        ended_at=given.ended_at,
        returned_at=given.returned_at,
        sentences=[SentenceRead.model_validate(one) for one in told.sentences],
        office=OfficeRead.model_validate(told.office) if told.office else None,
    )


def _facts(given: Given, t: Translator, now: datetime) -> Iterator[str]:
    """In the order that one asks for them."""
    yield t.t(f"dossier.meaning.{given.state}", unit=given.unit)
    yield from _dates(given, t, now)
    for one in given.supplements if given.state == SUPPLEMENT else ():
        said = "dossier.supplement_until" if one.until else "dossier.supplement"
        yield t.t(said, what=one.what, until=_day(one.until))
    for fee in given.fees if given.state == PAYMENT else ():
        yield t.t("dossier.fee", name=fee.name, amount=fee.amount)
    if given.note:
        yield t.t("dossier.note", note=given.note)
    yield t.t(f"dossier.next.{given.state}")


def _dates(given: Given, t: Translator, now: datetime) -> Iterator[str]:
    if given.received_at:
        yield t.t("dossier.received", day=_day(given.received_at), unit=given.unit)
    if given.returned_at:
        yield t.t("dossier.returned", day=_day(given.returned_at))
    elif given.ended_at:
        yield t.t("dossier.ended", day=_day(given.ended_at))
    elif given.due_at and given.state in RUNNING:
        left = (local_day(given.due_at) - local_day(now)).days
        said = "overdue" if given.due_at < now else "today" if left == 0 else "due"
        yield t.t(f"dossier.{said}", day=_day(given.due_at), count=max(abs(left), 1))


def _linked(given: Given, t: Translator, known: str | None, office: Office | None) -> Iterator[Sentence]:
    """What the assistant's own records say more."""
    if known:
        anchor = "#documents" if given.state == SUPPLEMENT else ""
        yield Sentence(t.t("dossier.procedure"), f"{PROCEDURES}{known}{anchor}", given.name)
    if office:
        own = office.name == given.unit
        said = t.t("dossier.where" if own else "dossier.where_else", office=office.name)
        yield Sentence(said, f"{OFFICES}{office.code}", office.name)


def _day(moment: datetime | None) -> str:
    return f"{local_day(moment):%d/%m/%Y}" if moment else ""
