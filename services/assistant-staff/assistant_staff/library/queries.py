from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from assistant_staff.library.errors import LawNotFound
from assistant_staff.library.schemas import LawFilter
from assistant_staff.library.tables import Law, LawArticle
from assistant_staff.library.validity import stands
from kit.page import Page, paged
from kit.text import fold

KEYS = {"name": Law.sort_key, "effective_from": Law.order_key}
MOST_WORDS, MOST_ARTICLES, MOST_LAWS = 8, 5000, 1000


class Place(NamedTuple):
    """Where an article stands."""

    article: LawArticle
    law: Law


async def list_laws(session: AsyncSession, wanted: LawFilter, today: date) -> Page[Law]:
    return await paged(session, _matching(wanted, today), wanted, KEYS, Law.id)


async def get_law(session: AsyncSession, law_id: UUID) -> Law:
    law = await session.get(Law, law_id)
    if law is None:
        raise LawNotFound
    return law


async def find_law(session: AsyncSession, name: str, number: str) -> Law | None:
    """By name and number; without a number the newest of that name."""
    query = select(Law).where(Law.folded == fold(name))
    if number:
        query = query.where(Law.number == number)
    found: Law | None = await session.scalar(query.order_by(Law.order_key.desc(), Law.id).limit(1))
    return found


async def law_choices(session: AsyncSession) -> Sequence[Law]:
    return (await session.scalars(select(Law).order_by(Law.sort_key, Law.id).limit(MOST_LAWS))).all()


async def articles_of(session: AsyncSession, law_id: UUID) -> Sequence[LawArticle]:
    query = select(LawArticle).where(LawArticle.law_id == law_id)
    return (await session.scalars(query.order_by(LawArticle.place).limit(MOST_ARTICLES))).all()


async def get_article(session: AsyncSession, law_id: UUID, number: str) -> Place:
    query = select(LawArticle, Law).join(Law).where(Law.id == law_id, LawArticle.number == number.lower())
    row = (await session.execute(query)).one_or_none()
    if row is None:
        raise LawNotFound
    return Place(*row)


async def places_of(session: AsyncSession, articles: Collection[UUID]) -> dict[UUID, Place]:
    """By article."""
    query = select(LawArticle, Law).join(Law).where(LawArticle.id.in_(articles))
    return {row[0].id: Place(*row) for row in (await session.execute(query)).all()}


async def names_of(session: AsyncSession, laws: Collection[UUID]) -> dict[UUID, str]:
    rows = await session.execute(select(Law.id, Law.name).where(Law.id.in_(laws)))
    return {row.id: row.name for row in rows}


def _matching(wanted: LawFilter, today: date) -> Select[Law]:
    query = select(Law)
    for word in fold(wanted.q).split()[:MOST_WORDS]:
        same = Law.folded.contains(word, autoescape=True) | Law.number.icontains(word, autoescape=True)
        query = query.where(same)
    return query.where(stands(wanted.standing, wanted.as_of or today)) if wanted.standing else query
