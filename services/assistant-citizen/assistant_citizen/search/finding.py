"""Procedures and answers, which are everybody's, and petitions for those who may read them."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from assistant_citizen.faq.queries import list_faqs
from assistant_citizen.faq.schemas import FaqFilter
from assistant_citizen.petition.queries import list_petitions
from assistant_citizen.petition.schemas import PetitionFilter
from assistant_citizen.procedure.queries import list_procedures
from assistant_citizen.procedure.schemas import ProcedureFilter
from kit.auth import Caller
from kit.clock import local_day
from kit.web.search import Hit

MOST = 8
HOME = "/assistant-citizen"
LETTERS = 120
"""Of a petition's words; they stand where who finds it may read it whole."""


async def find(session: AsyncSession, caller: Caller, q: str, _now: datetime) -> list[Hit]:
    procedures = await list_procedures(session, caller, ProcedureFilter(q=q, limit=MOST))
    faqs = await list_faqs(session, FaqFilter(q=q, limit=MOST))
    hits = [_hit("procedure.title", one.name, f"procedures/{one.code}", one.code) for one in procedures.items]
    hits += [_hit("faq.title", one.question, f"faqs/{one.id}", one.field) for one in faqs.items]
    return hits + (await _petitions(session, caller, q) if "petitions:read" in caller.scopes else [])


async def _petitions(session: AsyncSession, caller: Caller, q: str) -> list[Hit]:
    page = await list_petitions(session, caller, PetitionFilter(q=q, limit=MOST))
    return [
        _hit(
            "petition.title",
            one.text[:LETTERS],
            f"petition-desk/{one.id}",
            " · ".join(filter(None, (one.area, f"{local_day(one.filed_at):%d/%m/%Y}"))),
        )
        for one in page.items
    ]


def _hit(kind: str, title: str, path: str, note: str) -> Hit:
    return Hit(kind=kind, title=title, path=f"{HOME}/{path}", note=note)
