"""Passages as they are quoted: the line that answers, and where it stands."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from assistant_staff.ask.schemas import Quote
from assistant_staff.index.queries import sources_of
from assistant_staff.index.tables import IndexedSource
from assistant_staff.library.clause import Clause, clause_of
from assistant_staff.library.queries import Place, places_of
from assistant_staff.library.showing import path_of
from assistant_staff.library.validity import standing_of
from assistant_staff.passage.queries import passages_of
from assistant_staff.passage.shelf import Shelf
from assistant_staff.passage.tables import Passage
from assistant_staff.retrieval.syllable import lines

HOLDING = frozenset({"in_force", "unknown"})
MOST_QUOTES, MOST_PASSAGES = 3, 5


@dataclass(frozen=True)
class Found:
    """A passage, and that it answers with this probability."""

    passage_id: UUID
    probability: float


@dataclass
class Quoted:
    quotes: list[Quote] = field(default_factory=list)
    passages: list[Quote] = field(default_factory=list)
    expired: bool = False


async def quote(
    session: AsyncSession, shelf: Shelf, question: str, found: Collection[Found], as_of: date
) -> list[Quote]:
    """In the order found; what is not there any more is left out."""
    held = await passages_of(session, [one.passage_id for one in found])
    work = await sources_of(session, [one.source_id for one in held.values() if one.kind != "law"])
    laws = await places_of(session, [one.source_id for one in held.values() if one.kind == "law"])
    quotes = []
    for one in found:
        passage = held.get(one.passage_id)
        if passage is None or passage.source_id not in (laws if passage.kind == "law" else work):
            continue
        explained = await shelf.explain(question, str(passage.id))
        line = explained.line if explained else 0
        if passage.kind == "law":
            quotes.append(_of_law(laws[passage.source_id], line, as_of, one))
        else:
            quotes.append(_of_work(work[passage.source_id], passage, line, one))
    return quotes


def arrange(quotes: Collection[Quote], threshold: float) -> Quoted:
    """What is sure enough answers: what holds on that day, else what did or will, said to be so."""
    sure = [one for one in quotes if one.probability >= threshold]
    holding = [one for one in sure if one.standing is None or one.standing in HOLDING]
    answering = (holding or sure)[:MOST_QUOTES]
    others = [one for one in sure if one not in answering]
    return Quoted(answering, others[:MOST_PASSAGES], expired=bool(sure) and not holding)


def _of_law(place: Place, line: int, as_of: date, found: Found) -> Quote:
    article, law = place
    told = lines(article.text)
    where = clause_of(told, line) if line >= 0 else Clause()
    return Quote(
        text=told[line] if 0 <= line < len(told) else article.title,
        head=where.head,
        kind="law",
        document=" ".join(filter(None, (law.name, law.number))),
        title=article.title,
        article=article.number,
        clause=where.clause,
        point=where.point,
        path=path_of(law.id, article.number, where.clause, where.point),
        standing=standing_of(law, as_of),
        verified=law.verified,
        article_id=article.id,
        passage_id=found.passage_id,
        probability=found.probability,
    )


def _of_work(source: IndexedSource, passage: Passage, line: int, found: Found) -> Quote:
    told = lines(passage.text)
    return Quote(
        text=told[line] if 0 <= line < len(told) else passage.title,
        head="",
        kind=source.kind,
        document=source.label,
        title=passage.title,
        article="",
        clause="",
        point="",
        path=source.page,
        standing=None,
        verified=None,
        article_id=None,
        passage_id=found.passage_id,
        probability=found.probability,
    )
