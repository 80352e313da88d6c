"""Laws come in, are put right and go; each article is a passage that is found."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from assistant_staff.library.errors import LawTaken
from assistant_staff.library.queries import articles_of, find_law, get_law
from assistant_staff.library.reading import Found
from assistant_staff.library.schemas import ImportProblem, ImportReport, LawImport, LawReport, LawUpdate
from assistant_staff.library.splitting import Article
from assistant_staff.library.tables import Law, LawArticle
from assistant_staff.passage import service as passages
from assistant_staff.passage.service import Part
from kit.editing import edit, expect, unless_taken
from kit.text import fold, sort_key

SHOWN = 50
NEVER = date.min


async def take_in(session: AsyncSession, found: Found, facts: LawImport, now: datetime) -> ImportReport:
    """A law that is here already gets the articles of the file, and keeps what is known of it."""
    own = facts if len(found.laws) == 1 else LawImport()
    reports = [await _law(session, name, articles, own, now) for name, articles in found.laws.items() if articles]
    problems = [ImportProblem(code=code, about=about) for code, about in found.problems]
    return ImportReport(laws=reports, problems=problems[:SHOWN], problem_count=len(problems))


async def change(session: AsyncSession, law_id: UUID, data: LawUpdate, now: datetime) -> Law:
    law = await get_law(session, law_id)
    if data.replaced_by:
        await get_law(session, data.replaced_by)
    async with unless_taken(session, LawTaken()):
        if changed := edit(law, data):
            _searchable(law)
            law.changed_at = now
            await session.flush()
            if "name" in changed:
                await _publish(session, law)
    return law


async def remove(session: AsyncSession, law_id: UUID, version: int) -> None:
    law = await get_law(session, law_id)
    expect(law, version)
    await passages.remove(session, [one.id for one in await articles_of(session, law_id)])
    await session.execute(update(Law).where(Law.replaced_by == law_id).values(replaced_by=None))
    await session.execute(delete(LawArticle).where(LawArticle.law_id == law_id))
    await session.delete(law)


async def _law(
    session: AsyncSession, name: str, articles: Sequence[Article], facts: LawImport, now: datetime
) -> LawReport:
    law = await find_law(session, name, facts.number)
    new = law is None
    if law is None:
        law = Law(name=name, changed_at=now, **facts.model_dump(exclude={"name"}))
        _searchable(law)
        session.add(law)
        await session.flush()
    once = {one.number: one for one in articles}
    counts = await _articles(session, law, once)
    law.articles, law.changed_at = len(once), now
    await session.flush()
    await _publish(session, law)
    return LawReport(id=law.id, name=law.name, new=new, **counts)


async def _articles(session: AsyncSession, law: Law, wanted: dict[str, Article]) -> dict[str, int]:
    held = {one.number: one for one in await articles_of(session, law.id)}
    counts = {"added": 0, "changed": 0, "unchanged": 0, "removed": 0}
    for place, (number, article) in enumerate(sorted(wanted.items(), key=lambda item: order(item[0]))):
        told = {"place": place, "chapter": article.chapter, "title": article.title, "text": article.text}
        if number not in held:
            session.add(LawArticle(law_id=law.id, number=number, **told))
            counts["added"] += 1
            continue
        differs = {name: value for name, value in told.items() if getattr(held[number], name) != value}
        for name, value in differs.items():
            setattr(held[number], name, value)
        counts["changed" if differs.keys() - {"place"} else "unchanged"] += 1
    gone = [one for number, one in held.items() if number not in wanted]
    await passages.remove(session, [one.id for one in gone])
    for one in gone:
        await session.delete(one)
    counts["removed"] = len(gone)
    await session.flush()
    return counts


async def _publish(session: AsyncSession, law: Law) -> None:
    rows = (await session.scalars(select(LawArticle).where(LawArticle.law_id == law.id))).all()
    await passages.put(session, "law", (Part(one.id, 0, law.name, one.title, one.text) for one in rows))


def _searchable(law: Law) -> None:
    law.folded, law.sort_key = fold(law.name), sort_key(law.name)
    law.order_key = law.effective_from or NEVER


def order(number: str) -> tuple[int, str]:
    digits = number.rstrip("abcdefghijklmnopqrstuvwxyzđ")
    return int(digits), number.removeprefix(digits)
