"""A question that people ask often, answered with the sentences that are kept for it."""

from collections.abc import Mapping
from uuid import UUID

from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from assistant_citizen.conversation.schemas import Body, Part, Subject
from assistant_citizen.faq.matching import CLEAR
from assistant_citizen.faq.tables import Faq
from assistant_citizen.understanding.service import Understood

PAGE = "/assistant-citizen/faqs/"
ASKING = ("procedure", "out_of_scope")
"""What is meant where a frequent question may be: it may be about no procedure."""


async def asked_often(session: AsyncSession, app: FastAPI, text: str, understood: Understood) -> Faq | None:
    """The one that was asked, where that is clear."""
    if understood.intent not in ASKING:
        return None
    shares: Mapping[UUID, float] = dict(understood.procedures)
    best = app.state.faqs.often.best(text, shares, understood.aspect)
    return await session.get(Faq, best[0]) if best and best[1] >= CLEAR else None


def body_of(faq: Faq) -> Body:
    """Its own sentences, each with the place it stands."""
    link = f"{PAGE}{faq.id}"
    lines = [line.strip() for line in faq.answer.splitlines() if line.strip()]
    about = Subject(id=faq.id, name=faq.question, link=link, verified=faq.verified)
    return Body(parts=[Part(text=line, link=link, label=faq.question) for line in lines], subject=about)
