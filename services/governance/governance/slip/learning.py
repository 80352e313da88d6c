"""Leaders teach the triage: to whom they give a document joins its next training. Nothing is learnt of secrets."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from governance.document.errors import DocumentNotFound
from governance.document.queries import find_words
from governance.document.tables import Document
from governance.organisation.standing import Standing
from governance.triage.facts import DocumentFacts
from governance.triage.service import Suggestion, decided, suggest
from governance.triage.words import READ_LETTERS
from kit.ml.serving import Serving


@dataclass(frozen=True, slots=True)
class Advice:
    """`waits`: a file is still being read, and the suggestion may become another."""

    suggestion: Suggestion
    waits: bool


async def advice(session: AsyncSession, serving: Serving, document: Document, now: datetime) -> Advice | None:
    if document.confidentiality != "open":
        return None
    facts, waits = await _facts(session, document)
    return Advice(await suggest(session, serving, facts, document.agency, now), waits)


async def learn(session: AsyncSession, serving: Serving, acting: Standing, document: Document, now: datetime) -> None:
    lead = next((given.unit_id for given in document.units if given.part == "lead"), None)
    if lead is not None and document.confidentiality == "open":
        facts, _ = await _facts(session, document)
        await decided(session, serving, facts, document.agency, now, by=acting.caller.subject, unit_id=lead)


async def learn_field(
    session: AsyncSession, serving: Serving, acting: Standing, document: Document, field: str, now: datetime
) -> None:
    """What somebody who sees the document says it is about."""
    if document.confidentiality != "open":
        raise DocumentNotFound
    facts, _ = await _facts(session, document)
    await decided(session, serving, facts, document.agency, now, by=acting.caller.subject, field=field)


async def _facts(session: AsyncSession, document: Document) -> tuple[DocumentFacts, bool]:
    text, waits = await find_words(session, document, READ_LETTERS)
    told = DocumentFacts(document.subject, document.sender, document.kind, text, document.arrived_on, document.due_on)
    return told, waits
