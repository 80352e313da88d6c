"""Leaders teach the triage: to whom they give a document joins its next training. Nothing is learnt of secrets."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from governance.document.tables import Document
from governance.organisation.standing import Standing
from governance.triage.facts import DocumentFacts
from governance.triage.service import Suggestion, decided, suggest
from kit.ml.serving import Serving


def facts_of(document: Document) -> DocumentFacts:
    return DocumentFacts(document.subject, document.sender, document.kind, "", document.arrived_on, document.due_on)


async def advice(session: AsyncSession, serving: Serving, document: Document, now: datetime) -> Suggestion | None:
    if document.confidentiality != "open":
        return None
    return await suggest(session, serving, facts_of(document), document.agency, now)


async def learn(session: AsyncSession, serving: Serving, acting: Standing, document: Document, now: datetime) -> None:
    lead = next((given.unit_id for given in document.units if given.part == "lead"), None)
    if lead is not None and document.confidentiality == "open":
        by = acting.caller.subject
        await decided(session, serving, facts_of(document), document.agency, now, by=by, unit_id=lead)
